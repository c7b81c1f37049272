//! What happened during a run, by one clock: that of the process that asked.

use std::{ops::Range, time::Instant};

use crate::process;

/// Nanoseconds since the run began.
pub(super) type Moment = u64;

/// The clock of a run. It goes on while services are paused, and no wall clock moves it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock(Instant);

impl Clock {
    pub(super) fn start() -> Self {
        Self(process::now())
    }

    pub(super) fn now(&self) -> Moment {
        u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(Moment::MAX)
    }
}

/// What became of one verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// 204.
    Accepted,
    /// 401 or 403.
    Denied,
    /// 503 or 429: the service says that it cannot tell.
    Unavailable,
    /// Any other status.
    Other,
}

/// One verification that was answered, in 16 bytes: there are tens of millions of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verification {
    started: Moment,
    micros: u32,
    /// The key's number above six bits of node and outcome.
    what: u32,
}

impl Verification {
    /// `started` was read before the first byte was sent, `ended` after the last one came.
    pub(super) fn new(
        key: u32,
        node: usize,
        outcome: Outcome,
        started: Moment,
        ended: Moment,
    ) -> Self {
        // Rounded up: it may seem to have taken longer, and never shorter.
        let micros = ended.saturating_sub(started).div_ceil(1000);
        let node = u32::try_from(node).unwrap_or(15).min(15);
        Self {
            started,
            micros: u32::try_from(micros).unwrap_or(u32::MAX),
            what: key << 6 | node << 2 | outcome as u32,
        }
    }

    pub(super) const fn key(self) -> u32 {
        self.what >> 6
    }

    pub(super) const fn node(self) -> u32 {
        self.what >> 2 & 15
    }

    pub(super) const fn outcome(self) -> Outcome {
        match self.what & 3 {
            0 => Outcome::Accepted,
            1 => Outcome::Denied,
            2 => Outcome::Unavailable,
            _ => Outcome::Other,
        }
    }

    pub(super) const fn started(self) -> Moment {
        self.started
    }

    pub(super) const fn ended(self) -> Moment {
        self.started + self.micros as Moment * 1000
    }

    pub(super) const fn micros(self) -> u32 {
        self.micros
    }
}

/// What a call does to the scope that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Revoke,
    /// Takes the scope away that is asked for, and leaves another.
    Narrow,
    /// Replaces the key without an overlap.
    Rotate,
    /// Suspends the organization.
    Suspend,
    /// Ends a suspension: the keys are accepted again.
    Resume,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::Revoke,
        Self::Narrow,
        Self::Rotate,
        Self::Suspend,
        Self::Resume,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Revoke => "revoke",
            Self::Narrow => "narrow",
            Self::Rotate => "rotate at once",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
        }
    }
}

/// One call that changes what keys may do.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) kind: Kind,
    /// The numbers of the keys that it is about.
    pub(super) keys: Range<u32>,
    pub(super) started: Moment,
    /// When success was answered; `None` when no answer came or another one: it may have happened or not.
    pub(super) acknowledged: Option<Moment>,
    /// When the call was over, with or without success.
    pub(super) ended: Moment,
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct History {
    /// In no order.
    pub(super) verifications: Vec<Verification>,
    /// Verifications to which no answer came.
    pub(super) unanswered: u64,
    pub(super) changes: Vec<Change>,
}

impl History {
    /// Takes in what one thread saw.
    pub(super) fn add(&mut self, seen: Seen) {
        self.verifications.extend(seen.verifications);
        self.unanswered += seen.unanswered;
    }
}

/// What one thread saw.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) verifications: Vec<Verification>,
    /// Verifications to which no answer came.
    pub(super) unanswered: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verification_gives_back_what_was_put_in() {
        assert_eq!(size_of::<Verification>(), 16);
        for outcome in [
            Outcome::Accepted,
            Outcome::Denied,
            Outcome::Unavailable,
            Outcome::Other,
        ] {
            let one = Verification::new(1_234_567, 2, outcome, 5_000, 7_001);
            assert_eq!(
                (one.key(), one.node(), one.outcome()),
                (1_234_567, 2, outcome)
            );
            // It never seems to be over before it was.
            assert_eq!((one.started(), one.ended()), (5_000, 8_000));
        }
    }
}
