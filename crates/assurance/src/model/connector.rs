//! Connectors: where a universe may be pulled from over HTTP, with what, how often it is
//! tried, and what becomes of a run that does it.

pub(crate) mod address;
pub(crate) mod credentials;
pub(crate) mod fetch;
pub(crate) mod format;
pub(crate) mod retry;
pub(crate) mod run;
pub(crate) mod source_url;
