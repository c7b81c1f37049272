//! Counting uses in memory.

mod shard;
mod tally;

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    net::IpAddr,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

use aiia_keys_domain::{
    Catalog, Grant, Hour, LastUse, OrganizationId, Outcome, Scope, Timestamp, UsageCount, UsedScope,
};

use self::{
    shard::Shards,
    tally::{Slot, Tally},
};

/// Counts uses of keys until they are stored.
///
/// Counting never waits: each thread has a shard of its own, whose lock only [`UsageRecorder::take`]
/// contends for, and a shard that is held is passed by for the next one.
///
/// Its memory is bounded: at most [`UsageRecorder::CAPACITY`] keys an hour are held between two
/// calls of [`UsageRecorder::take`]. What goes beyond is not counted, and [`UsageRecorder::lost`]
/// tells how much that was.
pub struct UsageRecorder {
    /// The catalogue's scopes: one's place is what it is counted under.
    scopes: Box<[Scope]>,
    shards: Shards,
    held: AtomicUsize,
    lost: AtomicU64,
}

impl UsageRecorder {
    /// How many keys, each in one hour, are held at most: some 70 MB.
    pub const CAPACITY: usize = 1 << 18;

    /// A recorder that tells the scopes of this catalogue apart.
    pub fn new(catalog: &Catalog) -> Self {
        Self {
            scopes: catalog
                .entries()
                .map(|entry| entry.scope().clone())
                .collect(),
            shards: Shards::default(),
            held: AtomicUsize::new(0),
            lost: AtomicU64::new(0),
        }
    }

    /// Counts one use of a key that exists, whatever became of it.
    pub fn count(
        &self,
        grant: &Grant,
        needed: Option<&Scope>,
        outcome: Outcome,
        source: Option<IpAddr>,
        now: Timestamp,
    ) {
        let slot = Slot::new(self.scope_index(needed), outcome);
        let last = LastUse {
            at: now,
            address: source,
        };
        self.add(grant, Hour::of(now), slot, 1, last);
    }

    /// Everything that was counted since the last call, tenant by tenant; it is not held any more.
    pub fn take(&self) -> Vec<TenantUsage> {
        let mut tenants: HashMap<OrganizationId, HashMap<_, UsageCount>> = HashMap::new();
        for tally in self.shards.take() {
            self.held.fetch_sub(1, Ordering::Relaxed);
            let counts = tenants.entry(tally.organization).or_default();
            for (slot, count, last) in tally.counts() {
                counts
                    .entry((tally.key, tally.hour, slot))
                    // Two threads may have counted the same.
                    .and_modify(|known| {
                        known.count = known.count.saturating_add(count);
                        known.last = known.last.later(last);
                    })
                    .or_insert_with(|| UsageCount {
                        key: tally.key,
                        hour: tally.hour,
                        scope: self.scope(slot),
                        outcome: slot.outcome(),
                        count,
                        last,
                    });
            }
        }
        tenants
            .into_iter()
            .map(|(organization, counts)| TenantUsage {
                organization,
                counts: counts.into_values().collect(),
            })
            .collect()
    }

    /// Takes back what could not be stored.
    pub fn restore(&self, usage: &TenantUsage) {
        for count in &usage.counts {
            let scope = match &count.scope {
                UsedScope::Named(scope) => self.scope_index(Some(scope)),
                UsedScope::Other => self.scopes.len(),
                UsedScope::Unscoped => self.scopes.len() + 1,
            };
            let slot = Slot::new(scope, count.outcome);
            let identity = (count.key, usage.organization);
            self.add(&identity, count.hour, slot, count.count, count.last);
        }
    }

    /// How many keys, each in one hour, are held now.
    pub fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// How many uses were not counted since the start, because too much was held.
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    fn add(&self, of: &impl tally::Identity, hour: Hour, slot: Slot, count: u64, last: LastUse) {
        let counted = self.shards.with(|tallies| {
            match tallies.entry(of.place(hour)) {
                Entry::Occupied(mut known) => known.get_mut().add(slot, count, last),
                Entry::Vacant(free) => {
                    if self.held.load(Ordering::Relaxed) >= Self::CAPACITY {
                        return false;
                    }
                    self.held.fetch_add(1, Ordering::Relaxed);
                    free.insert(Tally::new(of, hour, slot, count, last));
                }
            }
            true
        });
        if !counted {
            self.lost.fetch_add(count, Ordering::Relaxed);
        }
    }

    /// The catalogue's scopes by their place, then others, then none.
    fn scope_index(&self, needed: Option<&Scope>) -> usize {
        let Some(needed) = needed else {
            return self.scopes.len() + 1;
        };
        let place = self.scopes.iter().position(|scope| scope == needed);
        place.unwrap_or(self.scopes.len())
    }

    fn scope(&self, slot: Slot) -> UsedScope {
        let index = slot.scope_index();
        match self.scopes.get(index) {
            Some(scope) => UsedScope::Named(scope.clone()),
            None if index == self.scopes.len() => UsedScope::Other,
            None => UsedScope::Unscoped,
        }
    }
}

impl fmt::Debug for UsageRecorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsageRecorder")
            .field("held", &self.held)
            .field("lost", &self.lost)
            .finish_non_exhaustive()
    }
}

/// What was counted in one tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantUsage {
    /// The tenant.
    pub organization: OrganizationId,
    /// The counts, no two of them of the same key, hour, scope and outcome.
    pub counts: Vec<UsageCount>,
}

#[cfg(test)]
mod tests;
