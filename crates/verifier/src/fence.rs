//! Keeping a node's lease: what is asked of the database, and what its answers mean.

use std::sync::Arc;

use aiia_keys_domain::{BootInstant, Epoch, Journal};

use crate::{LeasePolicy, Verifier};

/// The one that renews a node's lease. There is one for each verifier, and one task that drives it.
///
/// The order of the steps is in the types: an acknowledgement can only be had by evicting, and a
/// lease only by an acknowledgement. An attempt that got no answer is dropped, and started anew.
///
/// ```
/// use std::time::Duration;
/// use aiia_keys_domain::{BootInstant, Epoch, Journal};
/// use aiia_keys_verifier::{Attempt, LeasePolicy, Limits, Verifier};
///
/// let (verifier, mut fence) = Verifier::new(Limits::default(), LeasePolicy::default());
/// let now = BootInstant::from_nanos(1_000);
///
/// let Attempt::Register(registration) = fence.start(now) else { unreachable!() };
/// // … storage inserts a row for a new incarnation and answers with the epoch …
/// fence.registered(registration, Epoch::new(4));
/// assert_eq!(verifier.lease_left(now), Duration::from_secs(1));
///
/// let later = now.after(Duration::from_millis(333));
/// let Attempt::Renew(renewal) = fence.start(later) else { unreachable!() };
/// assert_eq!(renewal.applied(), Epoch::new(4));
/// // … storage is read, and answers that nothing happened …
/// let journal = Journal { epoch: Epoch::new(4), entries: Vec::new() };
/// let acknowledgement = fence.apply(renewal, &journal);
/// // … storage updates the row, if it is not fenced …
/// fence.acknowledged(acknowledgement);
/// assert_eq!(verifier.lease_left(later), Duration::from_secs(1));
/// ```
#[derive(Debug)]
pub struct Fence {
    verifier: Arc<Verifier>,
    policy: LeasePolicy,
    /// Everything up to this epoch was evicted; none while there is no row to acknowledge it in.
    pub(crate) applied: Option<Epoch>,
}

/// What is to be asked of the database next.
#[derive(Debug)]
#[must_use]
pub enum Attempt {
    /// Insert a row for a new incarnation that acknowledges the present epoch, and commit it.
    Register(Registration),
    /// Read the epoch and the journal after [`Renewal::applied`], in one snapshot.
    Renew(Renewal),
}

/// A registration that was begun.
#[derive(Debug)]
#[must_use]
pub struct Registration {
    pub(crate) started: BootInstant,
}

/// A renewal that was begun.
#[derive(Debug)]
#[must_use]
pub struct Renewal {
    pub(crate) started: BootInstant,
    pub(crate) applied: Epoch,
}

impl Renewal {
    /// The epoch after which the journal is to be read.
    pub const fn applied(&self) -> Epoch {
        self.applied
    }
}

/// A node has evicted everything up to an epoch, and may say so.
#[derive(Debug)]
#[must_use]
pub struct Acknowledgement {
    pub(crate) started: BootInstant,
    pub(crate) epoch: Epoch,
}

impl Acknowledgement {
    /// The epoch to write into the node's row, if that is not fenced.
    pub const fn epoch(&self) -> Epoch {
        self.epoch
    }
}

impl Fence {
    pub(crate) const fn new(verifier: Arc<Verifier>, policy: LeasePolicy) -> Self {
        Self {
            verifier,
            policy,
            applied: None,
        }
    }

    /// The times that this goes by.
    pub const fn policy(&self) -> &LeasePolicy {
        &self.policy
    }

    /// What the node answers from.
    pub const fn verifier(&self) -> &Arc<Verifier> {
        &self.verifier
    }

    /// Begins to register or to renew. `now` is read before anything is sent: the lease counts from it.
    pub fn start(&mut self, now: BootInstant) -> Attempt {
        match self.applied {
            Some(applied) => Attempt::Renew(Renewal {
                started: now,
                applied,
            }),
            None => Attempt::Register(Registration { started: now }),
        }
    }

    /// The row is there and acknowledges `epoch`.
    pub fn registered(&mut self, registration: Registration, epoch: Epoch) {
        let cache = self.verifier.cache();
        cache.raise_floor(epoch);
        // What was read without a row was not kept up to date by anyone.
        cache.forget();
        self.applied = Some(epoch);
        self.verifier.count_registration();
        self.lease(registration.started);
    }

    /// Evicts what the journal names, and gives what can then be acknowledged.
    ///
    /// Of a journal with gaps, or one that ends before what is known, everything is evicted.
    pub fn apply(&mut self, renewal: Renewal, journal: &Journal) -> Acknowledgement {
        let Renewal { started, applied } = renewal;
        let cache = self.verifier.cache();
        if journal.epoch < applied {
            // Another server, which has not heard all: what this node knows may not be so any more.
            self.verifier.drop_everything();
            cache.raise_floor(journal.epoch);
        } else if journal.epoch > applied {
            // The floor first: what is read from before cannot come in behind the eviction.
            cache.raise_floor(journal.epoch);
            for (_, invalidation) in &journal.entries {
                cache.evict(invalidation);
            }
            if !is_complete(applied, journal) {
                cache.forget();
            }
        }
        self.applied = Some(journal.epoch);
        Acknowledgement {
            started,
            epoch: journal.epoch,
        }
    }

    /// The row acknowledges it, and is not fenced.
    pub fn acknowledged(&mut self, acknowledgement: Acknowledgement) {
        self.lease(acknowledgement.started);
    }

    /// There is no such row, or it is fenced: others may no longer count on this node.
    pub fn fenced(&mut self, _acknowledgement: Acknowledgement) {
        self.leave();
    }

    /// Gives the lease up. When it is given up, the row can be fenced, and nobody waits for it.
    pub fn leave(&mut self) {
        self.applied = None;
        self.verifier.drop_everything();
    }

    pub(crate) fn lease(&self, started: BootInstant) {
        self.verifier
            .extend_lease(started.after(self.policy.length()));
    }

    /// A copy that lives its own life, for simulations.
    #[cfg(test)]
    pub(crate) fn fork(&self) -> Self {
        Self {
            verifier: Arc::new(self.verifier.fork()),
            policy: self.policy,
            applied: self.applied,
        }
    }
}

/// Whether the journal tells of each epoch after `applied`.
fn is_complete(applied: Epoch, journal: &Journal) -> bool {
    let expected = applied.get() + 1..=journal.epoch.get();
    expected.eq(journal.entries.iter().map(|(epoch, _)| epoch.get()))
}

#[cfg(test)]
mod tests;
