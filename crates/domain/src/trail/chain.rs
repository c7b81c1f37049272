//! The end of a chain, where the next entry goes.

use std::fmt;

use super::{TrailDraft, TrailEntry, TrailHash, entry::MAX_SEQUENCE};
use crate::OrganizationId;

/// The end of an organization's trail: all that the next entry needs to know of those before it.
///
/// A head that is kept elsewhere is also the proof of what the trail was at that moment:
/// see [`verify_trail_to`](crate::verify_trail_to).
///
/// ```
/// use aiia_keys_domain::{
///     ActionName, Actor, OrganizationId, Subject, Timestamp, TrailDraft, TrailHead, verify_trail,
/// };
///
/// const OPENED: ActionName = ActionName::from_static("organization.opened");
/// let organization: OrganizationId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
/// let genesis = TrailHead::genesis(organization);
///
/// let draft =
///     TrailDraft::new(Timestamp::UNIX_EPOCH, Actor::Operator, OPENED, Subject::Organization);
/// let (entry, head) = genesis.append(draft);
///
/// assert_eq!(entry.sequence(), 1);
/// assert_eq!(verify_trail(genesis, [entry]), Ok(head));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "super::serde_impls::HeadRecord",
        into = "super::serde_impls::HeadRecord"
    )
)]
pub struct TrailHead {
    organization: OrganizationId,
    sequence: u64,
    hash: TrailHash,
}

impl TrailHead {
    /// The head of a trail that has no entry yet, bound to its organization.
    pub fn genesis(organization: OrganizationId) -> Self {
        Self::at(organization, 0, TrailHash::genesis(organization))
    }

    /// A head that was stored before.
    ///
    /// # Errors
    /// [`InvalidHead`] when no trail can have it.
    pub fn from_parts(
        organization: OrganizationId,
        sequence: u64,
        hash: TrailHash,
    ) -> Result<Self, InvalidHead> {
        let head = Self::at(organization, sequence, hash);
        if sequence > MAX_SEQUENCE {
            Err(InvalidHead::Sequence)
        } else if sequence == 0 && head != Self::genesis(organization) {
            Err(InvalidHead::Genesis)
        } else {
            Ok(head)
        }
    }

    pub(super) const fn at(organization: OrganizationId, sequence: u64, hash: TrailHash) -> Self {
        Self {
            organization,
            sequence,
            hash,
        }
    }

    /// Whose trail it is.
    pub const fn organization(&self) -> OrganizationId {
        self.organization
    }

    /// The sequence of the last entry, which is the number of entries; 0 when there is none.
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The hash of the last entry; one that names the organization when there is none.
    pub const fn hash(&self) -> TrailHash {
        self.hash
    }

    /// Puts the next entry at the end; returns it and the new end.
    ///
    /// Both belong into the transaction that makes the change the entry tells of.
    /// Two entries after the same head fork the trail: storage has to refuse the second one.
    #[must_use = "an entry that is not stored tears the chain"]
    pub fn append(self, draft: TrailDraft) -> (TrailEntry, Self) {
        let entry = TrailEntry::following(self, draft);
        let head = entry.head();
        (entry, head)
    }
}

/// No trail can have such a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidHead {
    /// Its sequence is beyond 2^63 - 1.
    Sequence,
    /// Its sequence is 0, and its hash is not the one that the organization's trail starts from.
    Genesis,
}

impl fmt::Display for InvalidHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sequence => write!(
                f,
                "the sequence of a trail's head is out of range: 0 to {MAX_SEQUENCE} is expected"
            ),
            Self::Genesis => f.write_str(
                "the head of a trail without entries has the wrong hash: the one that is derived \
                 from the organization's id is expected",
            ),
        }
    }
}

impl std::error::Error for InvalidHead {}
