//! Values with the version they were read with.

/// Counts the changes of one stored value, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u64);

impl Version {
    /// The version of a value that was just inserted.
    pub const FIRST: Self = Self(1);

    /// A version from its number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The version after one more change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// A value as it was read, with the version to save it with.
///
/// Saving with an old version is [`StoreError::Conflict`](crate::StoreError::Conflict): of two
/// who changed the same value, the second reads again and decides anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// The version it was read with.
    pub version: Version,
}
