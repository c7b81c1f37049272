//! Documents at addresses that others know.

pub(crate) mod key_format;
pub(crate) mod security;
