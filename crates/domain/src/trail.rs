//! The audit trail: who did what to what, in a chain of hashes that shows every later change.
//!
//! The format, spelled out for other languages, is in `docs/trail-format.md`.

mod action;
mod actor;
mod chain;
mod decoding;
mod details;
mod draft;
mod encoding;
mod entry;
mod error;
mod guard;
mod hash;
mod reference;
mod request;
#[cfg(feature = "serde")]
mod serde_impls;
#[cfg(test)]
pub(crate) mod strategies;
mod subject;
#[cfg(test)]
mod tests;
mod verify;

pub use action::{ActionName, InvalidActionName};
pub use actor::{Actor, OtherActor};
pub use chain::{InvalidHead, TrailHead};
pub use details::{Details, DetailsBuilder, DetailsError};
pub use draft::TrailDraft;
pub use entry::{InvalidSequence, TrailEntry};
pub use error::{Broken, BrokenKind, DecodeError};
pub use hash::{InvalidTrailHash, TrailHash};
pub use reference::InvalidReference;
pub use request::{InvalidRequestId, RequestId};
pub use subject::{OtherSubject, Subject};
pub use verify::{verify_trail, verify_trail_to};
