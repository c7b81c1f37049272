//! Someone who revokes a key in the simulated world, and repeats the call until it returns.

use aiia_keys_domain::{BootInstant, Epoch};

use super::{database::Database, fault::Fault, world::Clock};
use crate::{Barrier, LeasePolicy, Step};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Revoker {
    pub(super) key: usize,
    pub(super) clock: Clock,
    pub(super) state: Revoking,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Revoking {
    Begin,
    /// The epoch is raised in a transaction that is not committed.
    Locked,
    /// It is committed; the answer is under way.
    Committed {
        epoch: u64,
    },
    Waiting {
        barrier: Barrier,
    },
    /// The deadline is over; the laggards are being fenced.
    Fencing {
        epoch: Epoch,
    },
    Returned,
}

impl Revoker {
    /// Whether the next step can be taken now.
    pub(super) const fn can_go_on(&self, database: &Database) -> bool {
        match self.state {
            Revoking::Begin => database.locked_by.is_none(),
            Revoking::Returned => false,
            _ => true,
        }
    }

    /// Takes the next step.
    pub(super) fn go_on(
        &mut self,
        index: usize,
        now: BootInstant,
        database: &mut Database,
        policy: &LeasePolicy,
        fault: Option<Fault>,
    ) {
        let wait = |epoch| Revoking::Waiting {
            barrier: Barrier::new(Epoch::new(epoch), now, policy),
        };
        self.state = match self.state {
            Revoking::Begin if database.is_revoked(self.key) => {
                if fault == Some(Fault::SecondReturnsEarly) {
                    Revoking::Returned
                } else {
                    wait(database.epoch)
                }
            }
            Revoking::Begin => {
                database.locked_by = Some(index);
                Revoking::Locked
            }
            Revoking::Locked => Revoking::Committed {
                epoch: database.commit(self.key),
            },
            Revoking::Committed { .. } if fault == Some(Fault::NoWait) => Revoking::Returned,
            Revoking::Committed { epoch } => wait(epoch),
            Revoking::Waiting { barrier } => match barrier.next(now, database.lowest()) {
                Step::Pass => Revoking::Returned,
                Step::Wait { .. } => Revoking::Waiting { barrier },
                Step::Fence => Revoking::Fencing {
                    epoch: barrier.epoch(),
                },
            },
            Revoking::Fencing { epoch } => {
                database.fence_below(epoch);
                Revoking::Returned
            }
            Revoking::Returned => Revoking::Returned,
        };
    }

    /// The call ends without an answer, and is repeated.
    pub(super) fn repeat(&mut self, database: &mut Database) {
        match self.state {
            Revoking::Locked => database.locked_by = None,
            Revoking::Returned => return,
            _ => {}
        }
        self.state = Revoking::Begin;
    }
}
