//! How long a node may answer from memory, and how long others wait for it.

use std::{fmt, time::Duration};

/// The times that all nodes of a cluster agree on.
///
/// ```
/// use std::time::Duration;
/// use aiia_keys_verifier::LeasePolicy;
///
/// let policy = LeasePolicy::default();
/// assert_eq!(policy.length(), Duration::from_secs(1));
/// assert!(policy.patience() > policy.length() * 102 / 100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeasePolicy {
    length: Duration,
    drift_per_mille: u32,
    margin: Duration,
}

/// One second; clocks may be off by 1 %; 50 ms of margin.
impl Default for LeasePolicy {
    fn default() -> Self {
        Self::lasting(Duration::from_secs(1))
    }
}

impl LeasePolicy {
    /// The shortest lease that a cluster may choose: a renewal has a third of it to be answered.
    pub const SHORTEST: Duration = Duration::from_millis(200);
    /// The longest: nobody waits for a node that is gone for longer than this and its margin.
    pub const LONGEST: Duration = Duration::from_secs(10);

    /// What a cluster with leases of this length goes by: clocks may be off by 1 %, and every wait
    /// has a margin of 50 ms.
    ///
    /// # Errors
    /// When it is not [`SHORTEST`](Self::SHORTEST) to [`LONGEST`](Self::LONGEST), or not in whole
    /// milliseconds.
    pub fn of(length: Duration) -> Result<Self, InvalidLease> {
        let whole = length.subsec_nanos().is_multiple_of(1_000_000);
        if whole && (Self::SHORTEST..=Self::LONGEST).contains(&length) {
            Ok(Self::lasting(length))
        } else {
            Err(InvalidLease)
        }
    }

    /// The policy of the longest leases: whoever does not know how long a cluster's last goes by it.
    pub const fn longest() -> Self {
        Self::lasting(Self::LONGEST)
    }

    const fn lasting(length: Duration) -> Self {
        Self::new(length, 10, Duration::from_millis(50))
    }

    /// Leases of this `length`, with clocks that may run too fast or too slow by this many parts in
    /// a thousand (at most 500), and a margin that is added to every wait.
    pub const fn new(length: Duration, drift_per_mille: u32, margin: Duration) -> Self {
        let drift_per_mille = if drift_per_mille > 500 {
            500
        } else {
            drift_per_mille
        };
        Self {
            length,
            drift_per_mille,
            margin,
        }
    }

    /// How long a lease lasts, from before it was asked for (L).
    pub const fn length(&self) -> Duration {
        self.length
    }

    /// When a lease is renewed: after a third of it.
    pub fn renew_after(&self) -> Duration {
        self.length / 3
    }

    /// How long after a commit every lease from before it is over: L(1+ρ)/(1−ρ) + δ, rounded up.
    ///
    /// The node's clock may be slow, which makes its lease long, and the waiting one's fast.
    pub fn patience(&self) -> Duration {
        let nanos = self.length.as_nanos();
        let (fast, slow) = (
            u128::from(1000 + self.drift_per_mille),
            u128::from(1000 - self.drift_per_mille),
        );
        let stretched = (nanos * fast).div_ceil(slow);
        Duration::from_nanos(u64::try_from(stretched).unwrap_or(u64::MAX))
            .saturating_add(self.margin)
    }
}

/// No cluster may have leases of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidLease;

impl fmt::Display for InvalidLease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shortest, longest) = (LeasePolicy::SHORTEST, LeasePolicy::LONGEST);
        write!(
            f,
            "a lease lasts {shortest:?} to {longest:?}, in whole milliseconds"
        )
    }
}

impl std::error::Error for InvalidLease {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_chooses_the_length_within_bounds() {
        for (micros, allowed) in [
            (199_999, false),
            (200_000, true),
            (200_001, false),
            (1_500_000, true),
            (10_000_000, true),
            (10_001_000, false),
        ] {
            let length = Duration::from_micros(micros);
            let policy = LeasePolicy::of(length).map(|policy| policy.length());
            assert_eq!(policy, allowed.then_some(length).ok_or(InvalidLease));
        }
        assert_eq!(
            LeasePolicy::of(LeasePolicy::LONGEST),
            Ok(LeasePolicy::longest())
        );
        assert_eq!(
            InvalidLease.to_string(),
            "a lease lasts 200ms to 10s, in whole milliseconds"
        );
    }

    #[test]
    fn patience_outlasts_the_slowest_lease_by_the_fastest_clock() {
        let policy = LeasePolicy::new(Duration::from_secs(99), 10, Duration::from_secs(1));
        assert_eq!(policy.patience(), Duration::from_secs(102));
    }

    #[test]
    fn drift_is_bounded() {
        let policy = LeasePolicy::new(Duration::from_secs(1), 5000, Duration::ZERO);
        assert_eq!(policy.patience(), Duration::from_secs(3));
    }
}
