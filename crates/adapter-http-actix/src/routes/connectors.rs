//! Connectors, which pull the universe from a source, and their runs.

pub(crate) mod create;
mod credentials;
pub(crate) mod delete;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod refresh;
pub(crate) mod run;
mod run_view;
pub(crate) mod runs;
pub(crate) mod update;
pub(crate) mod view;
