//! What is counted of one key in one hour.

use std::iter;

use aiia_keys_domain::{Grant, Hour, KeyId, LastUse, OrganizationId, Outcome};

/// Key and hour, as three words that hash quickly.
pub(super) type Place = (u64, u64, u64);

/// Whose use is counted.
pub(super) trait Identity {
    fn key(&self) -> KeyId;

    fn organization(&self) -> OrganizationId;

    /// Where it is counted.
    fn place(&self, hour: Hour) -> Place {
        let (high, low) = self.key().as_uuid().as_u64_pair();
        (high, low, hour.number().cast_unsigned())
    }
}

impl Identity for Grant {
    fn key(&self) -> KeyId {
        self.key
    }

    fn organization(&self) -> OrganizationId {
        self.organization
    }
}

impl Identity for (KeyId, OrganizationId) {
    fn key(&self) -> KeyId {
        self.0
    }

    fn organization(&self) -> OrganizationId {
        self.1
    }
}

/// A scope's place and an outcome, in one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Slot(usize);

impl Slot {
    pub(super) const fn new(scope_index: usize, outcome: Outcome) -> Self {
        Self(scope_index * Outcome::COUNT + outcome.index())
    }

    pub(super) const fn scope_index(self) -> usize {
        self.0 / Outcome::COUNT
    }

    pub(super) fn outcome(self) -> Outcome {
        // There is one in each place below `COUNT`.
        Outcome::from_index(self.0 % Outcome::COUNT).unwrap_or(Outcome::Allowed)
    }
}

pub(super) struct Tally {
    pub(super) key: KeyId,
    pub(super) organization: OrganizationId,
    pub(super) hour: Hour,
    /// Nearly all keys are used for one scope only: it is counted without memory of its own.
    first: (Slot, u64, LastUse),
    /// There are few others: looking through a list is quicker than anything else.
    others: Vec<(Slot, u64, LastUse)>,
}

impl Tally {
    /// What is counted for a first scope and outcome.
    pub(super) fn new(
        of: &impl Identity,
        hour: Hour,
        slot: Slot,
        count: u64,
        last: LastUse,
    ) -> Self {
        Self {
            key: of.key(),
            organization: of.organization(),
            hour,
            first: (slot, count, last),
            others: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, slot: Slot, count: u64, last: LastUse) {
        let mut known = iter::once(&mut self.first).chain(&mut self.others);
        match known.find(|(known, ..)| *known == slot) {
            Some((_, known, latest)) => {
                *known = known.saturating_add(count);
                *latest = latest.later(last);
            }
            None => self.others.push((slot, count, last)),
        }
    }

    pub(super) fn counts(&self) -> impl Iterator<Item = (Slot, u64, LastUse)> {
        iter::once(&self.first).chain(&self.others).copied()
    }
}
