//! What nodes tell one another, so that a key that was stopped is stopped everywhere.

use crate::{KeyId, OrganizationId};

/// Counts the changes that nodes must hear of: each of them raises it by one, in its own
/// transaction, and the order of epochs is the order of commits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(u64);

impl Epoch {
    /// The epoch with this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// What a node may no longer answer from memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Invalidation {
    /// A key was revoked, for good.
    KeyRevoked(KeyId),
    /// A key may do less than before, from fewer places, for a shorter time, or has another rate limit.
    KeyChanged(KeyId),
    /// An organization was suspended, or is no longer, or its keys have another rate limit.
    OrganizationChanged(OrganizationId),
}

/// What happened since a node looked last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Journal {
    /// The present epoch.
    pub epoch: Epoch,
    /// What happened in each epoch that was asked for, in order. One that is missing was forgotten.
    pub entries: Vec<(Epoch, Invalidation)>,
}

/// An instant of the boot clock, in nanoseconds since the machine started.
///
/// The boot clock (`CLOCK_BOOTTIME`) never jumps and goes on while the machine is suspended.
/// Instants of two machines mean nothing to one another.
///
/// ```
/// use std::time::Duration;
/// use aiia_keys_domain::BootInstant;
///
/// let started = BootInstant::from_nanos(5);
/// assert_eq!(started.after(Duration::from_micros(1)).as_nanos(), 1_005);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BootInstant(u64);

impl BootInstant {
    /// The instant so many nanoseconds after the machine started.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since the machine started.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// The instant that is `span` later; the last one there is when that is beyond it.
    #[must_use]
    pub fn after(self, span: std::time::Duration) -> Self {
        Self(
            self.0
                .saturating_add(u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)),
        )
    }

    /// How long after `earlier` this is; nothing when it is before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> std::time::Duration {
        std::time::Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}
