//! The time of day.

use aiia_keys_domain::Timestamp;

/// Tells the time.
///
/// A use case reads it once and passes `now` on, so that everything it decides is of one instant.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}
