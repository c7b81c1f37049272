//! What can be wrong with bytes, and with a chain.

use std::fmt;

/// Bytes are not the canonical encoding of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The first byte names a version of the format that is not 1.
    Version(u8),
    /// The bytes end within a field, or before it.
    EndsEarly {
        /// The field.
        field: &'static str,
    },
    /// A field has a length or a content that it cannot have.
    Invalid {
        /// The field.
        field: &'static str,
    },
    /// The details are not in strictly ascending order of their names.
    DetailsOutOfOrder,
    /// Something follows the last field.
    TrailingBytes {
        /// How many bytes.
        count: usize,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => {
                write!(
                    f,
                    "version {version} of the trail's format is unknown; 1 is expected"
                )
            }
            Self::EndsEarly { field } => write!(f, "the bytes end in the field `{field}`"),
            Self::Invalid { field } => write!(f, "the field `{field}` is not valid"),
            Self::DetailsOutOfOrder => {
                f.write_str("the details are not in ascending order, each name once")
            }
            Self::TrailingBytes { count } => write!(f, "{count} bytes follow the last field"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// A trail is not the one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The first place that does not hold; every place before it has an entry that links to the next.
    ///
    /// When the kind is [`BrokenKind::Repeated`] or [`BrokenKind::Unlinked`],
    /// the entry at the place before may be the false one: who forges an entry makes it fit backwards,
    /// and cannot make it fit forwards.
    pub sequence: u64,
    /// What is wrong there.
    pub kind: BrokenKind,
}

/// What is wrong with a trail at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BrokenKind {
    /// The entry's hash is not that of its content: one of them was changed.
    Changed,
    /// The entry belongs to another organization's trail.
    WrongOrganization,
    /// The entry is not there; a later one follows, or the known head says that there was one.
    Missing,
    /// The entry is there, behind a later one.
    OutOfOrder,
    /// A second entry for a place before this one.
    Repeated,
    /// The entry has the right place and is intact, and follows another entry than the one before it.
    Unlinked,
    /// Entries link to each other, and not to the head that is known: the trail was written anew.
    Rewritten,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            BrokenKind::Changed => "its hash is not that of its content",
            BrokenKind::WrongOrganization => "it belongs to another organization",
            BrokenKind::Missing => "it is missing",
            BrokenKind::OutOfOrder => "it stands behind a later entry",
            BrokenKind::Repeated => "a second entry for an earlier place stands there",
            BrokenKind::Unlinked => "it does not follow the entry before it",
            BrokenKind::Rewritten => "it is not the entry that the known head names",
        };
        write!(f, "the trail is broken at entry {}: {what}", self.sequence)
    }
}

impl std::error::Error for Broken {}
