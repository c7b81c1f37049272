//! Waiting until a change holds on every node.

use aiia_keys_domain::{BootInstant, Epoch};

use crate::LeasePolicy;

/// The wait of one change, begun after its commit was answered.
///
/// ```
/// use std::time::Duration;
/// use aiia_keys_domain::{BootInstant, Epoch};
/// use aiia_keys_verifier::{Barrier, LeasePolicy, Step};
///
/// let policy = LeasePolicy::default();
/// let committed = BootInstant::from_nanos(0);
/// let barrier = Barrier::new(Epoch::new(7), committed, &policy);
/// // Every node has acknowledged: no need to wait.
/// assert_eq!(barrier.next(committed, None), Step::Pass);
/// // One has not: wait, and fence it when its lease must be over.
/// let lagging = Some(Epoch::new(6));
/// let deadline = committed.after(policy.patience());
/// assert_eq!(barrier.next(committed, lagging), Step::Wait { until: deadline });
/// assert_eq!(barrier.next(deadline, lagging), Step::Fence);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Barrier {
    epoch: Epoch,
    deadline: BootInstant,
    /// Nodes that the database does not know of may hold leases.
    unsettled: bool,
}

/// What a barrier asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// No node answers from before the change.
    Pass,
    /// Look again at the nodes, at the latest at this instant.
    Wait {
        /// When all leases from before the change are over.
        until: BootInstant,
    },
    /// Mark all nodes as fenced that have not acknowledged the epoch; then the change holds.
    Fence,
}

impl Barrier {
    /// Begins to wait for an epoch whose commit had been answered at `committed`.
    pub fn new(epoch: Epoch, committed: BootInstant, policy: &LeasePolicy) -> Self {
        Self {
            epoch,
            deadline: committed.after(policy.patience()),
            unsettled: false,
        }
    }

    /// The same on a database that may have forgotten nodes, because another server took over:
    /// whatever rows say, leases are waited for.
    #[must_use]
    pub const fn unsettled(self) -> Self {
        Self {
            unsettled: true,
            ..self
        }
    }

    /// The epoch that nodes must acknowledge.
    pub const fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// What to do at `now`, when `lowest` is the lowest epoch that a node which is not fenced has
    /// acknowledged; none when there is no such node.
    pub fn next(&self, now: BootInstant, lowest: Option<Epoch>) -> Step {
        let acknowledged = lowest.is_none_or(|lowest| lowest >= self.epoch);
        let over = now >= self.deadline;
        match (acknowledged, over) {
            (true, true) => Step::Pass,
            (true, false) if !self.unsettled => Step::Pass,
            (_, false) => Step::Wait {
                until: self.deadline,
            },
            (false, true) => Step::Fence,
        }
    }

    /// What to do at `now`, when the nodes could not be looked at: the end of all leases is waited for.
    ///
    /// Time alone makes the change hold. Fencing only spares the next change the wait, and a node that
    /// renews its lease hears of the change, fenced or not.
    pub fn unseen(&self, now: BootInstant) -> Step {
        if now < self.deadline {
            return Step::Wait {
                until: self.deadline,
            };
        }
        Step::Pass
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EARLY: BootInstant = BootInstant::from_nanos(10);

    fn barrier() -> Barrier {
        Barrier::new(Epoch::new(3), EARLY, &LeasePolicy::default())
    }

    #[test]
    fn a_later_acknowledgement_counts_too() {
        assert_eq!(barrier().next(EARLY, Some(Epoch::new(4))), Step::Pass);
    }

    #[test]
    fn nodes_that_cannot_be_looked_at_are_waited_for_as_long_as_a_lease_can_last() {
        let until = EARLY.after(LeasePolicy::default().patience());
        let just_before = BootInstant::from_nanos(until.as_nanos() - 1);
        assert_eq!(barrier().unseen(EARLY), Step::Wait { until });
        assert_eq!(barrier().unseen(just_before), Step::Wait { until });
        assert_eq!(barrier().unseen(until), Step::Pass);
    }

    #[test]
    fn on_an_unsettled_database_leases_are_waited_for_whatever_the_rows_say() {
        let barrier = barrier().unsettled();
        let until = EARLY.after(LeasePolicy::default().patience());
        assert_eq!(barrier.next(EARLY, None), Step::Wait { until });
        assert_eq!(barrier.next(until, None), Step::Pass);
        assert_eq!(barrier.next(until, Some(Epoch::new(2))), Step::Fence);
    }
}
