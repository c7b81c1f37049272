//! Counting in memory.

use std::{
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use aiia_keys_domain::{Allowance, BootInstant, KeyId, Left, RateLimit, Spent};

/// Places with a lock each; a power of two.
const BUCKETS: usize = 1 << 14;

/// Keys that are counted in one place.
const WAYS: usize = 4;

/// Counts uses of keys that may be used only so often.
///
/// Its memory is fixed, 2 MB: a key that has used nothing for so long that its limit is whole again is
/// the same as one that was never counted, so only those that are in between take a place, and 65 536
/// of them have one at a time. Where four keys meet in a place and a fifth comes, the one that has most
/// left is forgotten: it may be used a little more often than it should, and no other key less.
///
/// A use takes the lock of one place, for as long as it takes to compare four ids; keys meet there as
/// rarely as ids do. It outlives what is known about a key: neither a lease that ends nor a change of
/// the key gives back what was used.
pub struct RateMeter(Box<[Bucket]>);

/// On cache lines of its own: neighbours do not slow each other down.
#[derive(Default)]
#[repr(align(128))]
struct Bucket(Mutex<[Option<(KeyId, Spent)>; WAYS]>);

impl Default for RateMeter {
    fn default() -> Self {
        Self::with_buckets(BUCKETS)
    }
}

impl RateMeter {
    fn with_buckets(count: usize) -> Self {
        Self((0..count).map(|_| Bucket::default()).collect())
    }

    /// Counts one use of a key, on one of so many nodes that share its limit; gives what is left here.
    ///
    /// # Errors
    /// When the key was used too often: how long until it may be used again. Nothing is counted then.
    pub fn take(
        &self,
        key: KeyId,
        limit: RateLimit,
        nodes: NonZeroU32,
        now: BootInstant,
    ) -> Result<Left, Duration> {
        let allowance = Allowance::from(limit).share(nodes);
        let Some(bucket) = self.0.get(place(key, self.0.len())) else {
            return allowance.take(Spent::NOTHING, now).map(|(_, left)| left);
        };
        // Nothing here can panic half-way through a change, so a poisoned lock is as good as any.
        let mut ways = bucket.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = ways.iter().flatten().find(|(known, _)| *known == key);
        let spent = known.map_or(Spent::NOTHING, |(_, spent)| *spent);
        let (spent, left) = allowance.take(spent, now)?;
        let way = ways.iter_mut().min_by_key(|way| match way {
            Some((known, _)) if *known == key => (false, Spent::NOTHING),
            Some((_, spent)) => (true, *spent),
            None => (true, Spent::NOTHING),
        });
        if let Some(way) = way {
            *way = Some((key, spent));
        }
        Ok(left)
    }
}

impl std::fmt::Debug for RateMeter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RateMeter").finish_non_exhaustive()
    }
}

/// Mixes an id, which is random: nobody chooses the ids of keys that exist.
fn place(key: KeyId, count: usize) -> usize {
    let (high, low) = key.as_uuid().as_u64_pair();
    // An odd constant (2⁶⁴ / φ) spreads the bits over the high ones, which count here.
    let hash = (high.rotate_left(29) ^ low).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let place = (u128::from(hash) * count as u128) >> 64;
    usize::try_from(place).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use uuid::Uuid;

    use super::*;

    fn key(number: u128) -> KeyId {
        KeyId::from_uuid(Uuid::from_u128(number))
    }

    fn at(seconds: u64) -> BootInstant {
        BootInstant::from_nanos(seconds * 1_000_000_000)
    }

    /// How many of so many uses at one instant are let through.
    fn passed(meter: &RateMeter, key: KeyId, limit: &str, nodes: u32, now: u64) -> usize {
        let nodes = NonZeroU32::new(nodes).unwrap();
        let limit = limit.parse().unwrap();
        let take = |_: &i32| meter.take(key, limit, nodes, at(now)).is_ok();
        (0..100).filter(take).count()
    }

    #[test]
    fn each_key_has_what_its_limit_says() {
        let meter = RateMeter::default();
        assert_eq!(passed(&meter, key(1), "10/10s", 1, 100), 10);
        assert_eq!(passed(&meter, key(2), "5/10s", 1, 100), 5);
        assert_eq!(passed(&meter, key(1), "10/10s", 1, 103), 3);
    }

    #[test]
    fn nodes_share_a_limit() {
        let meters = [(); 3].map(|()| RateMeter::default());
        let on_each = meters.map(|meter| passed(&meter, key(1), "10/10s", 3, 100));
        assert_eq!(on_each, [3, 3, 3]);
    }

    #[test]
    fn a_node_that_comes_or_goes_changes_the_share_and_forgets_nothing() {
        let meter = RateMeter::default();
        assert_eq!(passed(&meter, key(1), "12/12s", 1, 100), 12);
        assert_eq!(passed(&meter, key(1), "12/12s", 3, 100), 0);
        assert_eq!(passed(&meter, key(1), "12/12s", 3, 103), 1);
        assert_eq!(passed(&meter, key(1), "12/12s", 1, 109), 6);
    }

    #[test]
    fn a_key_that_finds_its_place_taken_pushes_out_the_one_with_most_left() {
        let meter = RateMeter::with_buckets(1);
        // Each has fewer left than the one before it.
        for number in 1..=4 {
            let limit = format!("10/{}s", 10 * number);
            assert_eq!(passed(&meter, key(number), &limit, 1, 100), 10);
        }
        assert_eq!(passed(&meter, key(5), "10/50s", 1, 100), 10);
        let left = [2, 3, 4, 5].map(|number| {
            let limit = format!("10/{}s", 10 * number);
            passed(&meter, key(number), &limit, 1, 100)
        });
        assert_eq!(left, [0; 4], "these are still counted");
        assert_eq!(passed(&meter, key(1), "10/10s", 1, 100), 10, "forgotten");
    }

    #[test]
    fn threads_that_use_one_key_at_once_get_no_more_than_its_limit() {
        let meter = RateMeter::default();
        let each = thread::scope(|scope| {
            let threads =
                [(); 8].map(|()| scope.spawn(|| passed(&meter, key(1), "50/50s", 1, 100)));
            threads.map(|thread| thread.join().unwrap())
        });
        assert_eq!(each.iter().sum::<usize>(), 50);
    }
}
