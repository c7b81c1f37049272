//! A node of the simulated world: this crate's code, and the messages under way to and from it.

use std::time::Duration;

use aiia_keys_domain::{BootInstant, Epoch, Journal, Standing};

use super::{
    database::Database,
    fault::Fault,
    world::{Clock, digest, grant},
};
use crate::{
    Acknowledgement, Attempt, Fence, LeasePolicy, Limits, Permit, Registration, Renewal, Verifier,
};

#[derive(Debug)]
pub(super) struct Node {
    pub(super) fence: Fence,
    pub(super) clock: Clock,
    pub(super) renewing: Renewing,
    pub(super) checks: Vec<Check>,
    pub(super) paused: bool,
    /// The incarnation that it last registered as.
    pub(super) incarnation: u32,
}

/// What is under way between a node and the database about its lease.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Renewing {
    Idle,
    Registering {
        started: BootInstant,
    },
    /// The statement has read the epoch, and its row cannot be seen yet.
    EpochRead {
        started: BootInstant,
        epoch: Epoch,
    },
    Registered {
        started: BootInstant,
        epoch: Epoch,
    },
    Reading {
        started: BootInstant,
        applied: Epoch,
    },
    Read {
        started: BootInstant,
        applied: Epoch,
        journal: Journal,
    },
    Acknowledging {
        started: BootInstant,
        epoch: Epoch,
    },
    Acknowledged {
        started: BootInstant,
        epoch: Epoch,
        known: bool,
    },
}

/// A verification, step by step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Check {
    Idle,
    /// Only where the lease is checked too early.
    EarlyPermit {
        held: bool,
    },
    /// `after`: the key's revocation had returned when the request arrived.
    Arrived {
        key: usize,
        after: bool,
    },
    Permitted {
        key: usize,
        after: bool,
    },
    /// Only where the entry is read too early.
    EarlyEntry {
        key: usize,
        after: bool,
        good: bool,
    },
    Asking {
        key: usize,
        after: bool,
        generation: u64,
    },
    Answered {
        key: usize,
        after: bool,
        generation: u64,
        revoked: bool,
        epoch: u64,
    },
}

/// What came of a step of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Pending,
    Refused { after: bool },
    Accepted { after: bool },
}

impl Node {
    pub(super) fn new(clock: Clock, policy: LeasePolicy, checks: usize) -> Self {
        Self {
            fence: fence(policy),
            clock,
            renewing: Renewing::Idle,
            checks: vec![Check::Idle; checks],
            paused: false,
            incarnation: 0,
        }
    }

    /// The process ends and another takes its place.
    pub(super) fn crash(&mut self) {
        self.fence = fence(*self.fence.policy());
        self.renewing = Renewing::Idle;
        self.checks.fill(Check::Idle);
    }

    #[cfg(test)]
    pub(super) fn fork(&self) -> Self {
        Self {
            fence: self.fence.fork(),
            clock: self.clock,
            renewing: self.renewing.clone(),
            checks: self.checks.clone(),
            paused: self.paused,
            incarnation: self.incarnation,
        }
    }

    /// Whether the next step of the renewal is the database's, which works while the node is paused.
    pub(super) const fn database_is_next(&self) -> bool {
        matches!(
            self.renewing,
            Renewing::Registering { .. }
                | Renewing::EpochRead { .. }
                | Renewing::Reading { .. }
                | Renewing::Acknowledging { .. }
        )
    }

    /// Takes the next step of registering or renewing.
    pub(super) fn renew(
        &mut self,
        now: BootInstant,
        database: &mut Database,
        fault: Option<Fault>,
        next_incarnation: &mut u32,
    ) {
        self.renewing = match std::mem::replace(&mut self.renewing, Renewing::Idle) {
            Renewing::Idle => match self.fence.start(now) {
                Attempt::Register(Registration { started }) => {
                    self.fence.verifier().drop_everything();
                    self.incarnation = take(next_incarnation);
                    Renewing::Registering { started }
                }
                Attempt::Renew(Renewal { started, applied }) => {
                    Renewing::Reading { started, applied }
                }
            },
            Renewing::Registering { started } => Renewing::EpochRead {
                started,
                epoch: Epoch::new(database.epoch),
            },
            Renewing::EpochRead { started, epoch } => {
                database.insert(self.incarnation, epoch.get());
                Renewing::Registered { started, epoch }
            }
            Renewing::Registered { mut started, epoch } => {
                if fault == Some(Fault::LeaseFromReply) {
                    started = now;
                }
                if matches!(
                    fault,
                    Some(Fault::FencedKeepsCache | Fault::DropBeforeRegistering)
                ) {
                    self.fence.verifier().cache().raise_floor(epoch);
                    self.fence.applied = Some(epoch);
                    self.fence.lease(started);
                } else {
                    self.fence.registered(Registration { started }, epoch);
                }
                Renewing::Idle
            }
            Renewing::Reading { started, applied } => {
                let mut journal = database.journal(applied);
                if fault == Some(Fault::AcknowledgeBeforeEvict) {
                    database.acknowledge(self.incarnation, journal.epoch.get());
                }
                if fault == Some(Fault::GapIgnored) {
                    pad(&mut journal, applied);
                }
                Renewing::Read {
                    started,
                    applied,
                    journal,
                }
            }
            Renewing::Read {
                started,
                applied,
                journal,
            } => {
                let renewal = Renewal { started, applied };
                let Acknowledgement { started, epoch } = self.fence.apply(renewal, &journal);
                Renewing::Acknowledging { started, epoch }
            }
            Renewing::Acknowledging { started, epoch } => {
                let known = database.acknowledge(self.incarnation, epoch.get());
                Renewing::Acknowledged {
                    started,
                    epoch,
                    known,
                }
            }
            Renewing::Acknowledged {
                mut started,
                epoch,
                known,
            } => {
                if fault == Some(Fault::LeaseFromReply) {
                    started = now;
                }
                let acknowledgement = Acknowledgement { started, epoch };
                match (known, fault) {
                    (true, _) => self.fence.acknowledged(acknowledgement),
                    (false, Some(Fault::FencedKeepsCache)) => {
                        self.incarnation = take(next_incarnation);
                        self.renewing = Renewing::Registering { started: now };
                        return;
                    }
                    (false, _) => self.fence.fenced(acknowledgement),
                }
                Renewing::Idle
            }
        };
    }

    /// Nobody waits for the answer any more; an acknowledgement may still arrive.
    pub(super) fn give_up(&mut self, database: &mut Database, arrives: bool) {
        if let Renewing::Acknowledging { epoch, .. } = self.renewing
            && arrives
        {
            database.late.push((self.incarnation, epoch.get()));
        }
        self.renewing = Renewing::Idle;
    }

    /// Takes the next step of a verification. `arrival` is the key that a new request presents, and
    /// whether its revocation has returned.
    pub(super) fn check(
        &mut self,
        slot: usize,
        now: BootInstant,
        database: &Database,
        fault: Option<Fault>,
        arrival: (usize, bool),
    ) -> Verdict {
        let verifier = self.fence.verifier();
        let Some(check) = self.checks.get_mut(slot) else {
            return Verdict::Pending;
        };
        let mut verdict = Verdict::Pending;
        *check = match *check {
            Check::Idle if fault == Some(Fault::LeaseBeforeArrival) => Check::EarlyPermit {
                held: verifier.permit(now).is_some(),
            },
            Check::Idle => Check::Arrived {
                key: arrival.0,
                after: arrival.1,
            },
            Check::EarlyPermit { held } => {
                let (key, after) = arrival;
                if held {
                    Check::Permitted { key, after }
                } else {
                    ask(verifier, key, after)
                }
            }
            Check::Arrived { key, after } if fault == Some(Fault::EntryBeforeLease) => {
                match verifier.cache().get(&digest(key)) {
                    Some(entry) => Check::EarlyEntry {
                        key,
                        after,
                        good: entry.standing == Standing::Good,
                    },
                    None => ask(verifier, key, after),
                }
            }
            Check::EarlyEntry { key, after, good } => {
                if verifier.permit(now).is_some() {
                    verdict = of(good, after);
                    Check::Idle
                } else {
                    ask(verifier, key, after)
                }
            }
            Check::Arrived { key, after } => match verifier.permit(now) {
                Some(_) => Check::Permitted { key, after },
                None => ask(verifier, key, after),
            },
            Check::Permitted { key, after } => match verifier.read(&Permit(()), &digest(key)) {
                Some(grant) => {
                    verdict = of(grant.standing == Standing::Good, after);
                    Check::Idle
                }
                None => ask(verifier, key, after),
            },
            Check::Asking {
                key,
                after,
                generation,
            } => Check::Answered {
                key,
                after,
                generation,
                revoked: database.is_revoked(key),
                epoch: database.epoch,
            },
            Check::Answered {
                key,
                after,
                generation,
                revoked,
                epoch,
            } => {
                let mut ticket = verifier.ticket(&digest(key));
                let read_at = if fault == Some(Fault::FillUnguarded) {
                    Epoch::new(u64::MAX)
                } else {
                    ticket.generation = generation;
                    Epoch::new(epoch)
                };
                let stands = verifier.found(ticket, grant(key, revoked), read_at);
                verdict = of(stands.standing == Standing::Good, after);
                Check::Idle
            }
        };
        verdict
    }
}

fn ask(verifier: &Verifier, key: usize, after: bool) -> Check {
    let generation = verifier.ticket(&digest(key)).generation;
    Check::Asking {
        key,
        after,
        generation,
    }
}

fn of(accepted: bool, after: bool) -> Verdict {
    if accepted {
        Verdict::Accepted { after }
    } else {
        Verdict::Refused { after }
    }
}

fn take(next: &mut u32) -> u32 {
    *next += 1;
    *next
}

/// Fills gaps with what names nothing that is cached.
fn pad(journal: &mut Journal, applied: Epoch) {
    let nothing = aiia_keys_domain::Invalidation::KeyRevoked(super::world::key_id(usize::MAX));
    let all = applied.get() + 1..=journal.epoch.get();
    let known = std::mem::take(&mut journal.entries);
    journal.entries = all
        .map(|epoch| {
            let found = known.iter().find(|(known, _)| known.get() == epoch);
            found.copied().unwrap_or((Epoch::new(epoch), nothing))
        })
        .collect();
}

fn fence(policy: LeasePolicy) -> Fence {
    let limits = Limits {
        keys: 4,
        shards: 1,
        unknown_keys: 0,
        unknown_for: Duration::ZERO,
        unknown_per_second: u32::MAX,
    };
    Verifier::new(limits, policy).1
}
