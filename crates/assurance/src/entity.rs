//! Reading the universe.

pub mod find;
pub mod hierarchy;
pub mod list;
