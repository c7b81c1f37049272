//! Answering from memory.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use aiia_keys_domain::{BootInstant, Epoch, Grant, KeyDigest};

use crate::{Fence, LeasePolicy, cache::Cache, unknown::Unknown};

/// How much is remembered, and how often storage is asked in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most keys to keep; 1 million unless set.
    pub keys: usize,
    /// Parts with a lock each; 64.
    pub shards: usize,
    /// The most unknown keys to remember; 32 768, 16 bytes each from the start.
    pub unknown_keys: usize,
    /// How long an unknown key is remembered; 10 s.
    pub unknown_for: Duration,
    /// How many readings in a second may find nothing; 1000. As many can be saved up.
    pub unknown_per_second: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            keys: 1_000_000,
            shards: 64,
            unknown_keys: 1 << 15,
            unknown_for: Duration::from_secs(10),
            unknown_per_second: 1000,
        }
    }
}

/// The verified keys of one node. Shared by all that verify; the hot path takes one read lock.
///
/// ```
/// use aiia_keys_domain::{BootInstant, KeyDigest};
/// use aiia_keys_verifier::{Answer, LeasePolicy, Limits, Verifier};
///
/// let (verifier, _fence) = Verifier::new(Limits::default(), LeasePolicy::default());
/// let digest = KeyDigest::from_bytes([7; 32]);
/// // Without a lease everything is read from storage.
/// let now = BootInstant::from_nanos(1);
/// let Answer::Ask(ticket) = verifier.look_up(&digest, now) else { panic!("a new cache is empty") };
/// verifier.not_found(ticket, now);
/// assert!(matches!(verifier.look_up(&digest, now), Answer::Unknown));
/// ```
#[derive(Debug)]
pub struct Verifier {
    cache: Cache,
    unknown: Unknown,
    /// The lease ends before this instant of the boot clock, in nanoseconds; 0 without a lease.
    lease_end: AtomicU64,
    /// How many nodes there were when the lease was last renewed.
    nodes: AtomicU32,
    counters: Counters,
}

/// What is counted on the ways that are slow anyway; hits are counted where they are found.
#[derive(Debug, Default)]
struct Counters {
    misses: AtomicU64,
    without_lease: AtomicU64,
    unknown: AtomicU64,
    refused: AtomicU64,
    registrations: AtomicU64,
}

/// How often keys were looked up, by what came of it, and how often the node registered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They were remembered.
    pub hits: u64,
    /// Storage was to be asked: they were not remembered.
    pub misses: u64,
    /// Storage was to be asked: there was no lease.
    pub without_lease: u64,
    /// They were known not to exist.
    pub unknown: u64,
    /// Too many that do not exist were presented.
    pub refused: u64,
    /// The node registered: once, and again whenever others waited for it no longer.
    pub registrations: u64,
}

/// What is known about a key that is presented.
#[derive(Debug)]
pub enum Answer {
    /// What it lets its bearer do. Expiry and addresses are to be checked on every use.
    Known(Grant),
    /// Storage did not know it a short while ago.
    Unknown,
    /// Ask storage, and tell the verifier.
    Ask(Ticket),
    /// Too many keys that nobody issued are presented: refuse it for now, without asking.
    Refuse,
}

/// A lease that held at some instant after the request had arrived.
#[derive(Debug)]
pub struct Permit(pub(crate) ());

/// A reading that is to be asked of storage.
#[derive(Debug)]
pub struct Ticket {
    pub(crate) digest: KeyDigest,
    pub(crate) generation: u64,
}

impl Verifier {
    /// A verifier without a lease, and the fence that gets it one.
    pub fn new(limits: Limits, policy: LeasePolicy) -> (Arc<Self>, Fence) {
        let verifier = Arc::new(Self {
            cache: Cache::new(limits.keys, limits.shards),
            unknown: Unknown::new(
                limits.unknown_keys,
                limits.unknown_for,
                limits.unknown_per_second,
            ),
            lease_end: AtomicU64::new(0),
            nodes: AtomicU32::new(1),
            counters: Counters::default(),
        });
        let fence = Fence::new(Arc::clone(&verifier), policy);
        (verifier, fence)
    }

    /// Looks a key up. `now` is read after the request has arrived.
    #[inline]
    pub fn look_up(&self, digest: &KeyDigest, now: BootInstant) -> Answer {
        // The lease first: an entry that was read before could be vouched for by a later lease.
        let permit = self.permit(now);
        if let Some(permit) = &permit
            && let Some(grant) = self.read(permit, digest)
        {
            return Answer::Known(grant);
        }
        let counters = &self.counters;
        let (counter, answer) = if self.unknown.knows(digest, now) {
            (&counters.unknown, Answer::Unknown)
        } else if !self.unknown.charge(now) {
            (&counters.refused, Answer::Refuse)
        } else if permit.is_some() {
            (&counters.misses, Answer::Ask(self.ticket(digest)))
        } else {
            (&counters.without_lease, Answer::Ask(self.ticket(digest)))
        };
        counter.fetch_add(1, Ordering::Relaxed);
        answer
    }

    /// Looks a key up and makes something of what it lets its bearer do, without copying that.
    ///
    /// Where it is not remembered, or nothing is made of it, nothing is counted, as if it had not been
    /// looked for. `now` is read after the request has arrived; `make` should be quick, and must not come
    /// back here.
    #[inline]
    pub fn recall<T>(
        &self,
        digest: &KeyDigest,
        now: BootInstant,
        make: impl FnOnce(&Grant) -> Option<T>,
    ) -> Option<T> {
        // The lease first, as above.
        let _permit = self.permit(now)?;
        self.cache.with(digest, make)
    }

    /// What was counted since the start.
    pub fn counts(&self) -> Counts {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            hits: self.cache.hits(),
            misses: of(&self.counters.misses),
            without_lease: of(&self.counters.without_lease),
            unknown: of(&self.counters.unknown),
            refused: of(&self.counters.refused),
            registrations: of(&self.counters.registrations),
        }
    }

    /// The node has a row of its own, from now on.
    pub(crate) fn count_registration(&self) {
        self.counters.registrations.fetch_add(1, Ordering::Relaxed);
    }

    /// Checks the lease: the first of the two steps of [`look_up`](Self::look_up).
    #[inline]
    pub fn permit(&self, now: BootInstant) -> Option<Permit> {
        let held = now.as_nanos() < self.lease_end.load(Ordering::Acquire);
        held.then_some(Permit(()))
    }

    /// Reads the entry: the second step.
    #[inline]
    pub fn read(&self, _permit: &Permit, digest: &KeyDigest) -> Option<Grant> {
        self.cache.get(digest)
    }

    /// Prepares a reading from storage.
    pub(crate) fn ticket(&self, digest: &KeyDigest) -> Ticket {
        Ticket {
            digest: *digest,
            generation: self.cache.generation(),
        }
    }

    /// Storage knows the key: it was read on the primary in a snapshot of epoch `read_at`.
    ///
    /// Gives what is to be gone by.
    pub fn found(&self, ticket: Ticket, grant: Grant, read_at: Epoch) -> Grant {
        self.unknown.refund();
        let Ticket { digest, generation } = ticket;
        self.cache.fill(&digest, grant, read_at, generation)
    }

    /// Storage does not know the key.
    pub fn not_found(&self, ticket: Ticket, now: BootInstant) {
        self.unknown.remember(&ticket.digest, now);
    }

    /// How much longer the lease holds; nothing without one.
    pub fn lease_left(&self, now: BootInstant) -> Duration {
        BootInstant::from_nanos(self.lease_end.load(Ordering::Acquire)).since(now)
    }

    /// How many nodes there are, this one among them, as far as it has heard: what they let through
    /// together is shared between so many. 1 until it hears of others.
    #[inline]
    pub fn nodes(&self) -> NonZeroU32 {
        NonZeroU32::new(self.nodes.load(Ordering::Relaxed)).unwrap_or(NonZeroU32::MIN)
    }

    /// Storage tells how many nodes there are. Nothing about revocation hangs on it.
    pub fn counted_nodes(&self, nodes: u32) {
        self.nodes.store(nodes, Ordering::Relaxed);
    }

    /// How many keys are remembered.
    pub fn len(&self) -> usize {
        self.cache.len()
    }

    /// Whether no key is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the fence works on.
    pub(crate) const fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Lets the node answer from memory until `end`. All that it may not answer was evicted before.
    pub(crate) fn extend_lease(&self, end: BootInstant) {
        self.lease_end.store(end.as_nanos(), Ordering::Release);
    }

    /// Ends the lease and drops the cache.
    pub(crate) fn drop_everything(&self) {
        self.lease_end.store(0, Ordering::Release);
        self.cache.forget();
    }

    /// A copy that lives its own life, for simulations. It remembers no unknown keys.
    #[cfg(test)]
    pub(crate) fn fork(&self) -> Self {
        Self {
            cache: self.cache.fork(),
            unknown: Unknown::new(0, Duration::ZERO, u32::MAX),
            lease_end: AtomicU64::new(self.lease_end.load(Ordering::Acquire)),
            nodes: AtomicU32::new(self.nodes().get()),
            counters: Counters::default(),
        }
    }
}
