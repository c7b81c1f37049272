//! Files of evidence.

pub(crate) mod content;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod upload;
pub(crate) mod view;
