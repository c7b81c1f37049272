//! What files of evidence hold: in a local folder, or in a bucket that speaks S3.
//!
//! ```text
//! <organization's id>/<evidence's id>
//! ```
//!
//! No name that a client chose is ever part of a path.
//!
//! # What must not change
//!
//! - A file appears under its name whole and durably, or not at all: locally it is written beside and
//!   renamed, in a bucket the parts become one object when the last is there.
//! - However large a file is, no more than a few parts of it are in memory.
//! - [`EvidenceStore::list`](aiia_keys_assurance::EvidenceStore::list) sees local files that were never
//!   finished. A bucket's unfinished uploads are seen by nobody: a lifecycle rule of the bucket
//!   removes them.

mod error;
mod local;
mod place;
mod s3;
mod store;
mod write;

pub use error::OpenError;
pub use s3::S3Options;
pub use store::ObjectEvidenceStore;
