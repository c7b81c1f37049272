//! Whether a trail is the one that was written.

use std::{borrow::Borrow, cmp::Ordering};

use super::{Broken, BrokenKind, TrailEntry, TrailHead};

/// Checks that `entries` follow `start` without a gap, and returns the head they lead to.
///
/// `start` is [`TrailHead::genesis`] for a whole trail, or a head that was verified before.
/// Entries are looked at one by one; none is kept.
///
/// What is found: an entry that was changed, removed, inserted, repeated, moved,
/// or taken from another organization.
/// What is not found:
/// - entries missing **at the end**, since the shorter trail is a good trail too.
///   Keep a head where who can write the trail cannot, and use [`verify_trail_to`].
/// - a trail written anew from some entry on, by someone who recomputes all hashes that follow.
///   The kept head shows that too.
/// - an entry that tells a lie; its author is for the permissions to decide.
///
/// Times may go back from one entry to the next: nodes have clocks of their own,
/// and a transaction reads the time before it waits for its turn.
///
/// # Errors
/// [`Broken`] says where the first fault is, and which.
/// When an entry is not at its place, the rest of `entries` is read to tell whether it stands later.
pub fn verify_trail<I>(start: TrailHead, entries: I) -> Result<TrailHead, Broken>
where
    I: IntoIterator<Item: Borrow<TrailEntry>>,
{
    walk(start, entries, |_| Ok(()))
}

/// Like [`verify_trail`], and checks that the trail goes through `known`, a head that was kept elsewhere.
///
/// The trail may have grown since `known` was kept; compare the returned head with it to exclude that.
///
/// ```
/// use aiia_keys_domain::{
///     ActionName, Actor, Broken, BrokenKind, OrganizationId, Subject, Timestamp, TrailDraft,
///     TrailHead, verify_trail, verify_trail_to,
/// };
///
/// const OPENED: ActionName = ActionName::from_static("organization.opened");
/// const CLOSED: ActionName = ActionName::from_static("organization.closed");
/// let organization: OrganizationId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
/// let genesis = TrailHead::genesis(organization);
/// let draft = |action| {
///     TrailDraft::new(Timestamp::UNIX_EPOCH, Actor::Operator, action, Subject::Organization)
/// };
/// let (opened, head) = genesis.append(draft(OPENED));
/// let (_closed, known) = head.append(draft(CLOSED));
///
/// // The last entry was cut off: only the known head shows it.
/// assert_eq!(verify_trail(genesis, [&opened]), Ok(head));
/// assert_eq!(
///     verify_trail_to(genesis, known, [&opened]),
///     Err(Broken { sequence: 2, kind: BrokenKind::Missing }),
/// );
/// ```
///
/// # Errors
/// As [`verify_trail`]; also [`BrokenKind::Missing`] when the entries do not reach `known`,
/// or lie behind it, so that they cannot confirm it;
/// [`BrokenKind::Rewritten`] when another entry stands at its place;
/// [`BrokenKind::WrongOrganization`] when it is not of the same organization as `start`.
pub fn verify_trail_to<I>(
    start: TrailHead,
    known: TrailHead,
    entries: I,
) -> Result<TrailHead, Broken>
where
    I: IntoIterator<Item: Borrow<TrailEntry>>,
{
    let at_known = |kind| Broken {
        sequence: known.sequence(),
        kind,
    };
    if known.organization() != start.organization() {
        return Err(at_known(BrokenKind::WrongOrganization));
    }
    if known.sequence() < start.sequence() {
        return Err(at_known(BrokenKind::Missing));
    }
    let head = walk(start, entries, |head| {
        let other = head.sequence() == known.sequence() && head.hash() != known.hash();
        if other {
            Err(at_known(BrokenKind::Rewritten))
        } else {
            Ok(())
        }
    })?;
    if head.sequence() < known.sequence() {
        let sequence = head.sequence().saturating_add(1);
        return Err(Broken {
            sequence,
            kind: BrokenKind::Missing,
        });
    }
    Ok(head)
}

impl TrailHead {
    /// Checks that `entry` is the next one, and returns the head after it.
    ///
    /// The single step of [`verify_trail`], for entries that arrive one by one.
    ///
    /// # Errors
    /// [`Broken`] at the place after this head.
    pub fn follow(self, entry: &TrailEntry) -> Result<Self, Broken> {
        let sequence = self.sequence().saturating_add(1);
        let broken = |kind| Err(Broken { sequence, kind });
        // The content comes first: of an entry that was changed, no field says anything.
        if !entry.is_intact() {
            return broken(BrokenKind::Changed);
        }
        if entry.organization() != self.organization() {
            return broken(BrokenKind::WrongOrganization);
        }
        match entry.sequence().cmp(&sequence) {
            Ordering::Less => broken(BrokenKind::Repeated),
            Ordering::Greater => broken(BrokenKind::Missing),
            Ordering::Equal if entry.previous() != self.hash() => broken(BrokenKind::Unlinked),
            Ordering::Equal => Ok(entry.head()),
        }
    }
}

fn walk<I>(
    start: TrailHead,
    entries: I,
    check: impl Fn(TrailHead) -> Result<(), Broken>,
) -> Result<TrailHead, Broken>
where
    I: IntoIterator<Item: Borrow<TrailEntry>>,
{
    check(start)?;
    let mut head = start;
    let mut entries = entries.into_iter();
    while let Some(entry) = entries.next() {
        head = head
            .follow(entry.borrow())
            .map_err(|broken| located(head, broken, &mut entries))?;
        check(head)?;
    }
    Ok(head)
}

/// Tells an entry that was moved back from one that is gone.
fn located<I>(head: TrailHead, broken: Broken, later: &mut I) -> Broken
where
    I: Iterator<Item: Borrow<TrailEntry>>,
{
    let is_it = |entry: I::Item| {
        let entry = entry.borrow();
        entry.organization() == head.organization() && entry.sequence() == broken.sequence
    };
    if broken.kind == BrokenKind::Missing && later.any(is_it) {
        return Broken {
            kind: BrokenKind::OutOfOrder,
            ..broken
        };
    }
    broken
}
