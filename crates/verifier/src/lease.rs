//! How long a node may answer from memory, and how long others wait for it.

use std::time::Duration;

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
        Self::new(Duration::from_secs(1), 10, Duration::from_millis(50))
    }
}

impl LeasePolicy {
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

#[cfg(test)]
mod tests {
    use super::*;

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
