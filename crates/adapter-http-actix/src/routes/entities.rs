//! What can be audited.

pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod view;
