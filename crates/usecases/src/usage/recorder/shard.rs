//! Shards, one for each thread as far as they go round.

use std::{
    cell::Cell,
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    mem,
    sync::{
        Mutex, PoisonError, TryLockError,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::tally::{Place, Tally};

pub(super) type Tallies = HashMap<Place, Tally, BuildHasherDefault<PlaceHasher>>;

/// More than a machine's workers would ever be few for; a power of two.
const SHARDS: usize = 32;

/// On cache lines of its own: neighbours do not slow each other down.
#[derive(Default)]
#[repr(align(128))]
struct Shard(Mutex<Tallies>);

#[derive(Default)]
pub(super) struct Shards([Shard; SHARDS]);

/// The number of the next thread that counts for the first time.
static NEXT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static NUMBER: Cell<usize> = Cell::new(NEXT.fetch_add(1, Ordering::Relaxed));
}

impl Shards {
    /// Uses the thread's own shard, or the next one that nobody holds.
    pub(super) fn with<T>(&self, use_it: impl FnOnce(&mut Tallies) -> T) -> T {
        let own = NUMBER.with(Cell::get);
        for step in 0..SHARDS {
            let shard = &self.0[(own + step) % SHARDS].0;
            match shard.try_lock() {
                Ok(mut tallies) => return use_it(&mut tallies),
                // A panic while counting leaves counts, at worst one too few.
                Err(TryLockError::Poisoned(poisoned)) => return use_it(&mut poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        // Only with more threads than shards, all counting at this very moment.
        let shard = &self.0[own % SHARDS].0;
        use_it(&mut shard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Empties all of them; each is held no longer than to swap a pointer.
    pub(super) fn take(&self) -> impl Iterator<Item = Tally> {
        self.0.iter().flat_map(|shard| {
            let mut tallies = shard.0.lock().unwrap_or_else(PoisonError::into_inner);
            let taken = mem::take(&mut *tallies);
            drop(tallies);
            taken.into_values()
        })
    }
}

/// Mixes a place, whose id is random: nobody chooses the ids of keys that exist.
#[derive(Default)]
pub(super) struct PlaceHasher(u64);

impl PlaceHasher {
    const fn mix(&mut self, word: u64) {
        // An odd constant (2⁶⁴ / φ) spreads the low bits, which count here, over the high ones.
        self.0 = (self.0.rotate_left(29) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for PlaceHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.mix(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.mix(word);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
