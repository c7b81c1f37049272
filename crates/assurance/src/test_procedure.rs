//! Writing test procedures down, reading them, and attaching evidence to them.

pub mod attach;
pub mod create;
pub mod find;
pub mod list;
