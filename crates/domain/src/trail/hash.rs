//! The hash that chains the entries.

use std::{fmt, str::FromStr};

use crate::OrganizationId;

/// Separates the start of a chain from everything else that is hashed. Part of the format.
pub(super) const GENESIS_CONTEXT: &str = "aiia-keys audit trail v1 genesis";
/// Separates entries from everything else that is hashed. Part of the format.
pub(super) const ENTRY_CONTEXT: &str = "aiia-keys audit trail v1 entry";

/// 32 bytes of BLAKE3; as text 64 lower-case hexadecimal digits.
///
/// It is not secret: it covers an entry and, through the previous hash, all entries before it.
///
/// ```
/// use aiia_keys_domain::TrailHash;
///
/// let hash = TrailHash::from_bytes([0xab; 32]);
/// assert_eq!(hash.to_string(), "ab".repeat(32));
/// assert_eq!("ab".repeat(32).parse(), Ok(hash));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct TrailHash([u8; 32]);

impl TrailHash {
    /// A hash that was stored before.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for storage.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What the first entry of an organization follows: no two organizations share it.
    pub(super) fn genesis(organization: OrganizationId) -> Self {
        Self(blake3::derive_key(GENESIS_CONTEXT, organization.as_bytes()))
    }

    /// The hash of an entry, from its canonical encoding.
    pub(super) fn of_entry(canonical: &[u8]) -> Self {
        Self(blake3::derive_key(ENTRY_CONTEXT, canonical))
    }
}

impl fmt::Display for TrailHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for TrailHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrailHash({self})")
    }
}

/// A text is not a hash of the audit trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTrailHash;

impl fmt::Display for InvalidTrailHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a hash of the trail: 64 lower-case hexadecimal digits are expected")
    }
}

impl std::error::Error for InvalidTrailHash {}

impl FromStr for TrailHash {
    type Err = InvalidTrailHash;

    fn from_str(text: &str) -> Result<Self, InvalidTrailHash> {
        let hash = blake3::Hash::from_hex(text).map_err(|_| InvalidTrailHash)?;
        // `from_hex` takes upper case as well; a hash has one spelling here.
        if hash.to_hex().as_str() == text {
            Ok(Self(*hash.as_bytes()))
        } else {
            Err(InvalidTrailHash)
        }
    }
}

impl TryFrom<String> for TrailHash {
    type Error = InvalidTrailHash;

    fn try_from(text: String) -> Result<Self, InvalidTrailHash> {
        text.parse()
    }
}

impl From<TrailHash> for String {
    fn from(hash: TrailHash) -> Self {
        hash.to_string()
    }
}
