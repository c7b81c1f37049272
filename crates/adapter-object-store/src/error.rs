//! Failures of the store.

use std::{error::Error, io, path::PathBuf};

use aiia_keys_ports::StoreError;

/// The store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made or entered.
    #[error("cannot keep evidence in the folder {}: {source}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The bucket's settings do not make sense.
    #[error("cannot keep evidence in the bucket {bucket}: {source}")]
    Bucket {
        /// The bucket.
        bucket: String,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
}

/// Whatever it is, a repeat may succeed: the disk has room again, the bucket can be reached again.
pub(crate) fn unavailable(error: object_store::Error) -> StoreError {
    StoreError::Unavailable(error.into())
}

pub(crate) fn of_disk(error: io::Error) -> StoreError {
    StoreError::Unavailable(error.into())
}
