//! What is let through at once, and how it comes back.

use std::{
    num::{NonZeroU32, NonZeroU64},
    time::Duration,
};

use super::RateLimit;
use crate::BootInstant;

/// So many at once, and one more each time that a span has passed (the generic cell rate algorithm).
///
/// A pure function of what was [spent](Spent) and the time: whoever counts keeps eight bytes for each
/// that is counted, and brings the clock.
///
/// ```
/// use std::{num::NonZeroU32, time::Duration};
/// use aiia_keys_domain::{Allowance, BootInstant, Spent};
///
/// let now = BootInstant::from_nanos(0);
/// let allowance = Allowance::new(NonZeroU32::MIN, Duration::from_secs(2)).expect("some time");
/// let (spent, left) = allowance.take(Spent::NOTHING, now).expect("nothing was spent");
/// assert_eq!((left.count, left.one_more_in), (0, Duration::from_secs(2)));
/// assert_eq!(allowance.take(spent, now), Err(Duration::from_secs(2)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    at_once: NonZeroU32,
    /// Nanoseconds after which one more is let through.
    each: NonZeroU64,
}

/// Nanoseconds, 292 years: half of what a clock can count, so that an instant and all of an allowance
/// can be added.
const LONGEST: u64 = u64::MAX / 2;

/// What was used of an allowance: the instant from which it is whole again.
///
/// It says the same whatever the allowance is, so that one which changes goes on from there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spent(u64);

impl Spent {
    /// Nothing.
    pub const NOTHING: Self = Self(0);

    /// The instant from which the allowance is whole again.
    pub const fn whole_at(self) -> BootInstant {
        BootInstant::from_nanos(self.0)
    }

    /// So much that the allowance is whole again at this instant.
    pub const fn until(whole_at: BootInstant) -> Self {
        Self(whole_at.as_nanos())
    }

    /// Whether nothing is spent any more.
    pub const fn is_over(self, now: BootInstant) -> bool {
        self.0 <= now.as_nanos()
    }
}

/// What is left of an allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// How many more are let through at this instant.
    pub count: u32,
    /// How long until that is one more.
    pub one_more_in: Duration,
}

impl Allowance {
    /// So many at once, and one more each time this long has passed; `None` when that is no time at
    /// all, or more than 292 years for all of them.
    pub const fn new(at_once: NonZeroU32, then_one_each: Duration) -> Option<Self> {
        let (seconds, nanos) = (then_one_each.as_secs(), then_one_each.subsec_nanos());
        let Some(seconds) = seconds.checked_mul(1_000_000_000) else {
            return None;
        };
        let Some(each) = NonZeroU64::new(seconds.saturating_add(nanos as u64)) else {
            return None;
        };
        match each.get().checked_mul(at_once.get() as u64) {
            Some(whole) if whole <= LONGEST => Some(Self { at_once, each }),
            _ => None,
        }
    }

    /// How many are let through at once.
    pub const fn at_once(self) -> NonZeroU32 {
        self.at_once
    }

    /// How long it takes until one that is used up is whole again.
    pub const fn whole_in(self) -> Duration {
        Duration::from_nanos(self.whole())
    }

    /// What one of so many has of it, where each counts for itself.
    ///
    /// In the long run all of them together let as much through as it says. At once they do so too,
    /// but for one each where there are more of them than it allows: none may always be refused.
    #[must_use]
    pub fn share(self, nodes: NonZeroU32) -> Self {
        let at_once = NonZeroU32::new(self.at_once.get() / nodes.get());
        Self {
            at_once: at_once.unwrap_or(NonZeroU32::MIN),
            each: self.each.saturating_mul(nodes.into()),
        }
    }

    /// Takes one, if there is one left; gives what is spent then, and what is left.
    ///
    /// # Errors
    /// When there is none: how long until there is.
    pub fn take(self, spent: Spent, now: BootInstant) -> Result<(Spent, Left), Duration> {
        let (now, each) = (now.as_nanos(), self.each.get());
        let next = spent.0.max(now).saturating_add(each);
        let latest = now.saturating_add(self.whole());
        if next > latest {
            return Err(Duration::from_nanos(next - latest));
        }
        let free = latest - next;
        let left = Left {
            count: u32::try_from(free / each).unwrap_or(u32::MAX),
            one_more_in: Duration::from_nanos(each - free % each),
        };
        Ok((Spent(next), left))
    }

    const fn whole(self) -> u64 {
        self.each.get().saturating_mul(self.at_once.get() as u64)
    }
}

/// Never more often than the limit says: what does not divide evenly comes back a little later.
impl From<RateLimit> for Allowance {
    fn from(limit: RateLimit) -> Self {
        let nanos = u64::from(limit.per) * 1_000_000_000;
        let each = nanos.div_ceil(limit.requests.max(1).into());
        Self {
            at_once: NonZeroU32::new(limit.requests).unwrap_or(NonZeroU32::MIN),
            each: NonZeroU64::new(each).unwrap_or(NonZeroU64::MIN),
        }
    }
}
