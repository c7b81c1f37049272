//! What audits found.

pub(crate) mod create;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod update;
pub(crate) mod view;
