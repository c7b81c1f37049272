//! One entry.

use std::fmt;

use super::{
    ActionName, Actor, DecodeError, Details, RequestId, Subject, TrailDraft, TrailHash, TrailHead,
    decoding, encoding,
};
use crate::{OrganizationId, Timestamp};

/// PostgreSQL's `bigint` ends here, and so do the integers of most languages.
pub(super) const MAX_SEQUENCE: u64 = i64::MAX.cast_unsigned();

/// One entry of an organization's audit trail, with its place in the chain.
///
/// [`TrailHead::append`] makes a new one.
/// One that was read (from parts, bytes or JSON) has the right form, and nothing more is known:
/// whether it is what was once written is what [`verify_trail`](crate::verify_trail) finds out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "super::serde_impls::EntryRecord",
        into = "super::serde_impls::EntryRecord"
    )
)]
pub struct TrailEntry {
    organization: OrganizationId,
    sequence: u64,
    previous: TrailHash,
    draft: TrailDraft,
    hash: TrailHash,
}

impl TrailEntry {
    /// The entry that follows `head`, with its hash.
    pub(super) fn following(head: TrailHead, draft: TrailDraft) -> Self {
        let mut entry = Self {
            organization: head.organization(),
            // 2^63 entries are not written in anyone's lifetime.
            sequence: head.sequence().saturating_add(1),
            previous: head.hash(),
            draft,
            hash: head.hash(),
        };
        entry.hash = entry.computed_hash();
        entry
    }

    /// An entry as it was stored: its hash is taken as given, right or wrong.
    ///
    /// # Errors
    /// [`InvalidSequence`] when the sequence is 0 or beyond 2^63 - 1.
    pub fn from_parts(
        organization: OrganizationId,
        sequence: u64,
        draft: TrailDraft,
        previous: TrailHash,
        hash: TrailHash,
    ) -> Result<Self, InvalidSequence> {
        if !(1..=MAX_SEQUENCE).contains(&sequence) {
            return Err(InvalidSequence);
        }
        Ok(Self {
            organization,
            sequence,
            previous,
            draft,
            hash,
        })
    }

    /// Whose trail it belongs to.
    pub const fn organization(&self) -> OrganizationId {
        self.organization
    }

    /// Its place in the organization's trail: 1, 2, 3 and so on, without a gap.
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// When it happened, by the clock of the node that wrote it.
    ///
    /// The order of the entries is that of [`sequence`](Self::sequence), and not that of their times:
    /// the clocks of two nodes differ a little.
    pub const fn at(&self) -> Timestamp {
        self.draft.at
    }

    /// Who did it.
    pub const fn actor(&self) -> &Actor {
        &self.draft.actor
    }

    /// What was done.
    pub const fn action(&self) -> &ActionName {
        &self.draft.action
    }

    /// What it was done to.
    pub const fn subject(&self) -> &Subject {
        &self.draft.subject
    }

    /// What else is to be known.
    pub const fn details(&self) -> &Details {
        &self.draft.details
    }

    /// The request that caused it, where there was one.
    pub const fn request_id(&self) -> Option<&RequestId> {
        self.draft.request_id.as_ref()
    }

    /// The hash of the entry before it; the first one follows [`TrailHead::genesis`].
    pub const fn previous(&self) -> TrailHash {
        self.previous
    }

    /// Its own hash, as it was made or stored.
    pub const fn hash(&self) -> TrailHash {
        self.hash
    }

    /// The end of the trail when this entry is the last one.
    pub const fn head(&self) -> TrailHead {
        TrailHead::at(self.organization, self.sequence, self.hash)
    }

    /// Whether its hash is that of its content. Says nothing about its place in a chain.
    pub fn is_intact(&self) -> bool {
        self.computed_hash() == self.hash
    }

    /// The canonical encoding followed by the hash; `docs/trail-format.md` spells it out.
    ///
    /// Two entries have the same bytes only when they are the same entry.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = encoding::canonical(self);
        encoding::push_field(&mut bytes, self.hash.as_bytes());
        bytes
    }

    /// Reads what [`encode`](Self::encode) wrote, and nothing else.
    ///
    /// The hash is read and not checked: that is for [`verify_trail`](crate::verify_trail).
    ///
    /// # Errors
    /// [`DecodeError`] when the bytes are not what `encode` returns for any entry.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        decoding::entry(bytes)
    }

    fn computed_hash(&self) -> TrailHash {
        TrailHash::of_entry(&encoding::canonical(self))
    }
}

/// The sequence of an entry is not 1 to 2^63 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSequence;

impl fmt::Display for InvalidSequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the sequence of a trail entry is out of range: 1 to {MAX_SEQUENCE} is expected"
        )
    }
}

impl std::error::Error for InvalidSequence {}
