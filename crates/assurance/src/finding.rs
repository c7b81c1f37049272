//! Reading and writing findings.

pub mod create;
pub mod find;
pub mod list;
pub mod update;
