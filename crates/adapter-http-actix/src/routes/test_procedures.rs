//! Test procedures, and attaching evidence to them.

pub(crate) mod attach;
pub(crate) mod create;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod view;
