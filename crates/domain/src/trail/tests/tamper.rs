//! What someone who can write the table could do to a trail.

use crate::trail::{ActionName, TrailDraft, TrailEntry, TrailHash, TrailHead};

/// The fields of an entry that are covered by its hash, and the hash.
pub(super) const FIELDS: usize = 10;

/// The entry with one field taken from others, its hash as it was.
pub(super) fn changed(
    entry: &TrailEntry,
    field: usize,
    other: &TrailDraft,
    foreign: TrailHead,
) -> TrailEntry {
    let mut organization = entry.organization();
    let mut sequence = entry.sequence();
    let mut previous = entry.previous();
    let mut hash = entry.hash();
    let mut draft = draft_of(entry);
    match field {
        0 => organization = foreign.organization(),
        1 => sequence += 1,
        2 => previous = foreign.hash(),
        3 => hash = foreign.hash(),
        4 => draft.at = other.at,
        5 => draft.actor = other.actor.clone(),
        6 => draft.action = other.action.clone(),
        7 => draft.subject = other.subject.clone(),
        8 => draft.details = other.details.clone(),
        _ => draft.request_id = other.request_id.clone(),
    }
    TrailEntry::from_parts(organization, sequence, draft, previous, hash).unwrap()
}

/// An entry that is intact and has the right organization and place, but follows nothing.
pub(super) fn forged(at: &TrailEntry) -> TrailEntry {
    let previous = TrailHash::from_bytes([0; 32]);
    let head = TrailHead::at(at.organization(), at.sequence() - 1, previous);
    head.append(lie(at)).0
}

/// Another entry in the place of this one, which follows what this one follows.
pub(super) fn replaced(at: &TrailEntry) -> TrailEntry {
    let head = TrailHead::at(at.organization(), at.sequence() - 1, at.previous());
    head.append(lie(at)).0
}

pub(super) fn draft_of(entry: &TrailEntry) -> TrailDraft {
    TrailDraft::new(
        entry.at(),
        entry.actor().clone(),
        entry.action().clone(),
        entry.subject().clone(),
    )
    .with_details(entry.details().clone())
    .with_request_id(entry.request_id().cloned())
}

fn lie(at: &TrailEntry) -> TrailDraft {
    TrailDraft {
        action: ActionName::from_static("lie.told.by_the_test"),
        ..draft_of(at)
    }
}
