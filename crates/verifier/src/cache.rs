//! The bounded cache of grants, by the digest of the key.

mod shard;

use std::sync::{
    PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
    atomic::{AtomicU64, Ordering},
};

use aiia_keys_domain::{Epoch, Grant, Invalidation, KeyDigest, Standing};

use self::shard::Shard;

/// What a grant must be read at to enter the cache. Both only grow while the cache is used.
#[derive(Debug, Default)]
struct Guard {
    /// Readings from before this epoch do not show what was evicted in it.
    floor: AtomicU64,
    /// How often the cache was dropped.
    generation: AtomicU64,
}

/// Grants in shards with a lock each. Digests are random, so they are their own hashes.
#[derive(Debug)]
pub(crate) struct Cache {
    shards: Box<[RwLock<Shard>]>,
    guard: Guard,
}

impl Cache {
    /// A cache of at most `capacity` keys in about as many `shards`.
    pub(crate) fn new(capacity: usize, shards: usize) -> Self {
        let shards = shards.clamp(1, capacity.max(1));
        let each = capacity.div_ceil(shards);
        Self {
            shards: (0..shards).map(|_| RwLock::new(Shard::new(each))).collect(),
            guard: Guard::default(),
        }
    }

    /// The grant of a key, if it is here.
    #[inline]
    pub(crate) fn get(&self, digest: &KeyDigest) -> Option<Grant> {
        self.with(digest, |grant| Some(grant.clone()))
    }

    /// What is made of the grant of a key, if it is here and something is made of it.
    ///
    /// What is shared by many keys is not copied, which threads would get in each other's way with. No
    /// change of the shard comes in between.
    #[inline]
    pub(crate) fn with<T>(
        &self,
        digest: &KeyDigest,
        make: impl FnOnce(&Grant) -> Option<T>,
    ) -> Option<T> {
        let hash = hash(digest);
        let shard = read(self.shard(hash)?);
        let found = shard.get(hash, digest).and_then(make)?;
        shard.count_hit();
        Some(found)
    }

    /// How often the cache was dropped: to be noted before a reading is asked for.
    pub(crate) fn generation(&self) -> u64 {
        self.guard.generation.load(Ordering::Acquire)
    }

    /// The epoch that a reading must have.
    pub(crate) fn floor(&self) -> Epoch {
        Epoch::new(self.guard.floor.load(Ordering::Acquire))
    }

    /// Lets a grant in that was read in a snapshot of epoch `read_at`, if that is recent enough.
    ///
    /// Gives what stands: a key that was seen revoked stays so, whatever storage says later.
    pub(crate) fn fill(
        &self,
        digest: &KeyDigest,
        grant: Grant,
        read_at: Epoch,
        generation: u64,
    ) -> Grant {
        let hash = hash(digest);
        let Some(shard) = self.shard(hash) else {
            return grant;
        };
        let mut shard = write(shard);
        if grant.standing != Standing::KeyRevoked
            && let Some(seen) = shard.get(hash, digest)
            && seen.standing == Standing::KeyRevoked
        {
            return seen.clone();
        }
        // Under the lock that eviction takes: the floor is raised before that, so either this sees
        // it raised, or the eviction that follows sees this entry.
        if read_at < self.floor() || generation != self.generation() {
            return grant;
        }
        shard.insert(hash, *digest, grant)
    }

    /// Shuts out readings from before `epoch`. What must go is evicted afterwards.
    pub(crate) fn raise_floor(&self, epoch: Epoch) {
        self.guard.floor.store(epoch.get(), Ordering::Release);
    }

    /// Forgets what an invalidation names; a revoked key is remembered as such.
    pub(crate) fn evict(&self, invalidation: &Invalidation) {
        for shard in &self.shards {
            let mut shard = write(shard);
            match invalidation {
                Invalidation::KeyRevoked(key) => shard.mark_revoked(*key),
                Invalidation::KeyChanged(key) => shard.remove_key(*key),
                Invalidation::OrganizationChanged(organization) => {
                    shard.retain(|grant| grant.organization != *organization);
                }
            }
        }
    }

    /// Forgets everything but which keys are revoked, and shuts out readings that are under way.
    pub(crate) fn forget(&self) {
        self.guard.generation.fetch_add(1, Ordering::AcqRel);
        for shard in &self.shards {
            write(shard).retain(|_| false);
        }
    }

    /// How often a grant was here that was looked for.
    pub(crate) fn hits(&self) -> u64 {
        self.shards.iter().map(|shard| read(shard).hits()).sum()
    }

    /// How many keys are here.
    pub(crate) fn len(&self) -> usize {
        self.shards.iter().map(|shard| read(shard).len()).sum()
    }

    #[inline]
    fn shard(&self, hash: u64) -> Option<&RwLock<Shard>> {
        // The tables inside use the other end of the hash.
        let index = (u128::from(hash) * self.shards.len() as u128) >> 64;
        self.shards.get(usize::try_from(index).ok()?)
    }

    /// A copy that lives its own life, for simulations.
    #[cfg(test)]
    pub(crate) fn fork(&self) -> Self {
        Self {
            shards: self
                .shards
                .iter()
                .map(|shard| RwLock::new(read(shard).fork()))
                .collect(),
            guard: Guard {
                floor: self.floor().get().into(),
                generation: self.generation().into(),
            },
        }
    }

    /// All entries, for simulations.
    #[cfg(test)]
    pub(crate) fn entries(&self) -> Vec<(KeyDigest, Grant)> {
        self.shards
            .iter()
            .flat_map(|shard| read(shard).entries())
            .collect()
    }
}

/// The first eight bytes of a digest.
#[inline]
fn hash(digest: &KeyDigest) -> u64 {
    let (words, _) = digest.as_bytes().as_chunks::<8>();
    words.first().map_or(0, |word| u64::from_le_bytes(*word))
}

// Nothing here can panic half-way through a change, so a poisoned lock is as good as any.
#[inline]
fn read(shard: &RwLock<Shard>) -> RwLockReadGuard<'_, Shard> {
    shard.read().unwrap_or_else(PoisonError::into_inner)
}

fn write(shard: &RwLock<Shard>) -> RwLockWriteGuard<'_, Shard> {
    shard.write().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
