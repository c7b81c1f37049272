//! The caller's organization.

pub(crate) mod find;
pub(crate) mod update;
pub(crate) mod view;
