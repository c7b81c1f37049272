//! What is done about findings.

pub(crate) mod add;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod update;
pub(crate) mod view;
