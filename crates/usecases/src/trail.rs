//! Reading and checking an organization's audit trail.

pub mod export;
pub mod list;
pub mod verify;
