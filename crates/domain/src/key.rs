//! API keys: their written form, what is stored in its place, and their life.

mod change;
mod event;
mod expiration;
mod format;
mod generate;
mod lifecycle;
mod mask;
mod parse;
mod pepper;
mod revoke;
mod rotate;
mod status;
mod string;

pub use change::{LimitError, NarrowError};
pub use event::KeyEvent;
pub use expiration::{Expiration, ExpirationError, Overlap, OverlapTooLong, UnknownPeriod};
pub use format::{InvalidPrefix, KeyFormat};
pub use generate::{IssueError, Issuer, NewKey};
pub use lifecycle::{Key, KeyData, KeyState, Revocation};
pub use mask::{InvalidMask, KeyMask};
pub use parse::ParseKeyError;
pub use pepper::{DuplicatePepper, KeyDigest, Pepper, PepperId, PepperRing};
pub use rotate::{RotateError, Rotation, Successor};
pub use status::{Attempt, Status, UnknownStatus, WrongStatus};
pub use string::{KeyString, PresentedKey};

#[cfg(test)]
mod tests;
