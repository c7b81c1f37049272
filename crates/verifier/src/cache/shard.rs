//! One shard: grants in a slab, found by digest and by key.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use aiia_keys_domain::{Grant, KeyDigest, KeyId, NonEmptyScopes, Standing};
use hashbrown::HashTable;

/// Different sets of scopes that are kept once for all keys that have them.
const SHARED_SCOPES: usize = 16;

/// Grants in a slab. The tables hold places in it, four bytes each, so that a key costs little.
#[derive(Debug)]
pub(super) struct Shard {
    slab: Vec<Slot>,
    by_digest: HashTable<u32>,
    by_key: HashTable<u32>,
    capacity: usize,
    /// Where to look next for an entry to evict.
    hand: usize,
    /// Sets of scopes that were seen last; most keys have one of a few.
    scopes: Vec<NonEmptyScopes>,
    /// How often something was found: beside the lock that finding it takes, so that no other memory
    /// is written to.
    hits: AtomicU64,
}

#[derive(Debug)]
struct Slot {
    digest: KeyDigest,
    grant: Grant,
    /// Whether it was used since the hand passed.
    used: AtomicBool,
}

impl Shard {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            slab: Vec::new(),
            by_digest: HashTable::new(),
            by_key: HashTable::new(),
            capacity: capacity.min(u32::MAX as usize),
            hand: 0,
            scopes: Vec::new(),
            hits: AtomicU64::new(0),
        }
    }

    #[inline]
    pub(super) fn count_hit(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn hits(&self) -> u64 {
        self.hits.load(Ordering::Relaxed)
    }

    pub(super) fn len(&self) -> usize {
        self.slab.len()
    }

    #[inline]
    pub(super) fn get(&self, hash: u64, digest: &KeyDigest) -> Option<&Grant> {
        let place = self.by_digest.find(hash, |place| {
            self.slot(*place).is_some_and(|slot| slot.digest == *digest)
        })?;
        let slot = self.slot(*place)?;
        // Only written when it changes something: readers of one entry would slow each other down.
        if !slot.used.load(Ordering::Relaxed) {
            slot.used.store(true, Ordering::Relaxed);
        }
        Some(&slot.grant)
    }

    pub(super) fn insert(&mut self, hash: u64, digest: KeyDigest, mut grant: Grant) -> Grant {
        grant.scopes = self.shared(grant.scopes);
        let known = self.by_digest.find(hash, |place| {
            self.slab
                .get(*place as usize)
                .is_some_and(|slot| slot.digest == digest)
        });
        if let Some(place) = known.copied() {
            self.remove(place);
        }
        if self.capacity == 0 {
            return grant;
        }
        while self.slab.len() >= self.capacity {
            self.evict_one();
        }
        if self.slab.len() == self.slab.capacity() {
            // A quarter at a time: doubling would leave half of the memory unused.
            let more = (self.slab.len() / 4).max(4);
            let left = self.capacity - self.slab.len();
            self.slab.reserve_exact(more.min(left));
        }
        // The capacity is at most `u32::MAX`.
        let place = u32::try_from(self.slab.len()).unwrap_or(u32::MAX);
        let key = grant.key;
        self.slab.push(Slot {
            digest,
            grant: grant.clone(),
            used: AtomicBool::new(true),
        });
        let slab = &self.slab;
        self.by_digest
            .insert_unique(hash, place, |place| digest_hash(slab, *place));
        self.by_key
            .insert_unique(key_hash(&key), place, |place| owner_hash(slab, *place));
        grant
    }

    /// Remembers that a key is revoked, for those of its digests that are here.
    pub(super) fn mark_revoked(&mut self, key: KeyId) {
        let slab = &mut self.slab;
        for place in self.by_key.iter_hash(key_hash(&key)) {
            if let Some(slot) = slab.get_mut(*place as usize)
                && slot.grant.key == key
            {
                slot.grant.standing = Standing::KeyRevoked;
            }
        }
    }

    /// Forgets a key, unless it is known to be revoked.
    pub(super) fn remove_key(&mut self, key: KeyId) {
        while let Some(place) = self.place_of(key) {
            self.remove(place);
        }
    }

    fn place_of(&self, key: KeyId) -> Option<u32> {
        let found = self.by_key.find(key_hash(&key), |place| {
            self.slot(*place)
                .is_some_and(|slot| slot.grant.key == key && !is_revoked(&slot.grant))
        });
        found.copied()
    }

    /// Forgets the grants that are not to be kept, but not that a key is revoked.
    pub(super) fn retain(&mut self, keep: impl Fn(&Grant) -> bool) {
        let mut index = 0;
        while let Some(slot) = self.slab.get(index) {
            if is_revoked(&slot.grant) || keep(&slot.grant) {
                index += 1;
            } else {
                // The last one takes its place, so the index stays.
                self.remove(u32::try_from(index).unwrap_or(u32::MAX));
            }
        }
    }

    /// Makes room: passes over what was used since the last time, and takes the first that was not.
    fn evict_one(&mut self) {
        loop {
            if self.hand >= self.slab.len() {
                self.hand = 0;
            }
            let Some(slot) = self.slab.get_mut(self.hand) else {
                return;
            };
            if std::mem::take(slot.used.get_mut()) {
                self.hand += 1;
            } else {
                return self.remove(u32::try_from(self.hand).unwrap_or(u32::MAX));
            }
        }
    }

    /// Takes an entry out; the last of the slab moves to its place.
    fn remove(&mut self, place: u32) {
        let last = u32::try_from(self.slab.len().saturating_sub(1)).unwrap_or(u32::MAX);
        self.unlink(place);
        if place != last {
            self.relink(last, place);
        }
        if (place as usize) < self.slab.len() {
            self.slab.swap_remove(place as usize);
        }
    }

    fn unlink(&mut self, place: u32) {
        let Some(slot) = self.slab.get(place as usize) else {
            return;
        };
        let hashes = (super::hash(&slot.digest), key_hash(&slot.grant.key));
        if let Ok(entry) = self.by_digest.find_entry(hashes.0, |found| *found == place) {
            entry.remove();
        }
        if let Ok(entry) = self.by_key.find_entry(hashes.1, |found| *found == place) {
            entry.remove();
        }
    }

    fn relink(&mut self, from: u32, to: u32) {
        let Some(slot) = self.slab.get(from as usize) else {
            return;
        };
        let hashes = (super::hash(&slot.digest), key_hash(&slot.grant.key));
        if let Some(place) = self.by_digest.find_mut(hashes.0, |found| *found == from) {
            *place = to;
        }
        if let Some(place) = self.by_key.find_mut(hashes.1, |found| *found == from) {
            *place = to;
        }
    }

    /// The same scopes, shared with other keys that have them.
    fn shared(&mut self, scopes: NonEmptyScopes) -> NonEmptyScopes {
        if let Some(known) = self.scopes.iter().find(|known| **known == scopes) {
            return known.clone();
        }
        if self.scopes.len() >= SHARED_SCOPES {
            self.scopes.remove(0);
        }
        self.scopes.push(scopes.clone());
        scopes
    }

    #[inline]
    fn slot(&self, place: u32) -> Option<&Slot> {
        self.slab.get(place as usize)
    }

    #[cfg(test)]
    pub(super) fn entries(&self) -> Vec<(KeyDigest, Grant)> {
        let entry = |slot: &Slot| (slot.digest, slot.grant.clone());
        self.slab.iter().map(entry).collect()
    }

    #[cfg(test)]
    pub(super) fn fork(&self) -> Self {
        let copy = |slot: &Slot| Slot {
            digest: slot.digest,
            grant: slot.grant.clone(),
            used: AtomicBool::new(slot.used.load(Ordering::Relaxed)),
        };
        Self {
            slab: self.slab.iter().map(copy).collect(),
            by_digest: self.by_digest.clone(),
            by_key: self.by_key.clone(),
            capacity: self.capacity,
            hand: self.hand,
            scopes: self.scopes.clone(),
            hits: AtomicU64::new(self.hits()),
        }
    }
}

fn is_revoked(grant: &Grant) -> bool {
    grant.standing == Standing::KeyRevoked
}

/// Ids need not be random all over: their bits are mixed.
fn key_hash(key: &KeyId) -> u64 {
    let (words, _) = key.as_bytes().as_chunks::<8>();
    words.iter().fold(0, |hash: u64, word| {
        (hash ^ u64::from_le_bytes(*word))
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29)
    })
}

fn digest_hash(slab: &[Slot], place: u32) -> u64 {
    slab.get(place as usize)
        .map_or(0, |slot| super::hash(&slot.digest))
}

fn owner_hash(slab: &[Slot], place: u32) -> u64 {
    slab.get(place as usize)
        .map_or(0, |slot| key_hash(&slot.grant.key))
}
