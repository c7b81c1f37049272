//! The scopes that exist.

pub mod list;
