//! Use cases of connectors and their runs.

pub mod create;
pub mod delete;
pub mod find;
pub mod find_run;
pub mod list;
pub mod list_runs;
pub mod refresh;
pub mod run;
mod trail;
pub mod update;
