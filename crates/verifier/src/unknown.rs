//! Keys that nobody issued: remembered for a while, and read at a bounded rate.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use aiia_keys_domain::{BootInstant, KeyDigest};

/// A table of fixed size and a budget. Both are hints: what they lose is read again.
#[derive(Debug)]
pub(crate) struct Unknown {
    slots: Box<[Slot]>,
    keep: Duration,
    /// Nanoseconds that one fruitless reading costs.
    cost: u64,
    /// Nanoseconds of budget that can be saved up.
    burst: u64,
    /// The instant, in nanoseconds, from which on the budget is full again.
    full_at: AtomicU64,
}

#[derive(Debug, Default)]
struct Slot {
    tag: AtomicU64,
    until: AtomicU64,
}

impl Unknown {
    pub(crate) fn new(slots: usize, keep: Duration, rate: u32) -> Self {
        let cost = 1_000_000_000 / u64::from(rate.max(1));
        Self {
            slots: (0..slots).map(|_| Slot::default()).collect(),
            keep,
            cost,
            // One second's worth.
            burst: 1_000_000_000,
            full_at: AtomicU64::new(0),
        }
    }

    /// Whether this was found not to exist a short while ago.
    pub(crate) fn knows(&self, digest: &KeyDigest, now: BootInstant) -> bool {
        self.slot(digest).is_some_and(|(slot, tag)| {
            slot.tag.load(Ordering::Acquire) == tag
                && now.as_nanos() < slot.until.load(Ordering::Acquire)
        })
    }

    /// Remembers that this does not exist.
    pub(crate) fn remember(&self, digest: &KeyDigest, now: BootInstant) {
        if let Some((slot, tag)) = self.slot(digest) {
            // Two writers at once may mix tag and time; both times are equally far away.
            slot.tag.store(tag, Ordering::Release);
            slot.until
                .store(now.after(self.keep).as_nanos(), Ordering::Release);
        }
    }

    /// Takes the cost of one reading, if the budget allows.
    pub(crate) fn charge(&self, now: BootInstant) -> bool {
        let now = now.as_nanos();
        let taken = self
            .full_at
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |full_at| {
                let next = full_at.max(now).saturating_add(self.cost);
                (next <= now.saturating_add(self.burst)).then_some(next)
            });
        taken.is_ok()
    }

    /// Gives the cost of one reading back: it was not fruitless.
    pub(crate) fn refund(&self) {
        let refunded = |full_at: u64| Some(full_at.saturating_sub(self.cost));
        // It always gives a value, so it never fails.
        let _ = self
            .full_at
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, refunded);
    }

    fn slot(&self, digest: &KeyDigest) -> Option<(&Slot, u64)> {
        let (place, tag) = halves(digest);
        let count = self.slots.len();
        let index = usize::try_from(place % u64::try_from(count).ok()?.max(1)).ok()?;
        // Zero is the tag of an empty slot.
        Some((self.slots.get(index)?, tag | 1))
    }
}

/// Two independent numbers of a digest, which is random.
fn halves(digest: &KeyDigest) -> (u64, u64) {
    let (words, _) = digest.as_bytes().as_chunks::<8>();
    match words {
        [first, second, ..] => (u64::from_le_bytes(*first), u64::from_le_bytes(*second)),
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(number: u8) -> KeyDigest {
        KeyDigest::from_bytes([number; 32])
    }

    fn at(seconds: u64) -> BootInstant {
        BootInstant::from_nanos(seconds * 1_000_000_000)
    }

    #[test]
    fn what_does_not_exist_is_remembered_for_a_while() {
        let unknown = Unknown::new(16, Duration::from_secs(10), 1);
        unknown.remember(&digest(1), at(5));
        let known = [(1, 5), (1, 14), (1, 15), (2, 5)];
        assert_eq!(
            known.map(|(number, second)| unknown.knows(&digest(number), at(second))),
            [true, true, false, false]
        );
    }

    #[test]
    fn a_table_without_slots_remembers_nothing() {
        let unknown = Unknown::new(0, Duration::from_secs(10), 1);
        unknown.remember(&digest(1), at(5));
        assert!(!unknown.knows(&digest(1), at(5)));
    }

    #[test]
    fn fruitless_readings_keep_to_the_rate_and_others_cost_nothing() {
        let unknown = Unknown::new(0, Duration::ZERO, 10);
        let in_one_second = |second| (0..100).filter(|_| unknown.charge(at(second))).count();
        assert_eq!(in_one_second(100), 10);
        assert_eq!(in_one_second(101), 10);
        unknown.refund();
        assert_eq!(in_one_second(101), 1);
        assert_eq!(in_one_second(200), 10, "what is saved up is bounded");
    }
}
