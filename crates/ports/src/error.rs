//! The one error of storage.

use std::error::Error;

/// Storage failed. What it says is for the log: clients are told a code and no more.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Storage could not be reached, or gave up: nothing is known to have happened, and a repeat may succeed.
    #[error("storage is unavailable: {0}")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// Something else changed or took what this was about: nothing happened; read again, then repeat.
    #[error("storage has changed in the meantime: {0}")]
    Conflict(&'static str),
    /// What is stored makes no sense: nothing happened, and no repeat will help.
    #[error("storage holds what cannot be read: {0}")]
    Corrupt(#[source] Box<dyn Error + Send + Sync>),
}
