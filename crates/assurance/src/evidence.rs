//! Uploading evidence, seeing it, and clearing up what broke off.

pub mod find;
pub mod list;
pub mod read;
pub mod sweep;
pub mod upload;
