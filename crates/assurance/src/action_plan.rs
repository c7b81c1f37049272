//! Reading, adding and moving action plans, and reading their logs.

pub mod add;
pub mod find;
pub mod list;
pub mod move_status;
pub mod read_log;
