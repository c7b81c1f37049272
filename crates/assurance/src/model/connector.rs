//! Connectors: where a universe may be pulled from over HTTP, with what, and how often it is tried.

pub(crate) mod address;
pub(crate) mod credentials;
pub(crate) mod fetch;
pub(crate) mod retry;
pub(crate) mod source_url;
