use std::collections::HashMap;

use aiia_keys_domain::{KeyId, OrganizationId};
use fastrand::Rng;
use uuid::Uuid;

use super::*;
use crate::simulation::sample_grant;

fn key(number: usize) -> KeyId {
    KeyId::from_uuid(Uuid::from_u128(number as u128))
}

/// A digest as random as real ones.
fn digest(number: usize) -> KeyDigest {
    let mut bytes = [0; 32];
    Rng::with_seed(number as u64).fill(&mut bytes);
    KeyDigest::from_bytes(bytes)
}

fn fill(cache: &Cache, number: usize, revoked: bool) -> Standing {
    let grant = sample_grant(number, revoked);
    let (floor, generation) = (cache.floor(), cache.generation());
    cache
        .fill(&digest(number), grant, floor, generation)
        .standing
}

fn standing(cache: &Cache, number: usize) -> Option<Standing> {
    cache.get(&digest(number)).map(|grant| grant.standing)
}

#[test]
fn what_was_read_before_the_floor_or_before_the_cache_was_dropped_stays_out() {
    let cache = Cache::new(8, 2);
    let before = cache.generation();
    cache.raise_floor(Epoch::new(5));
    let try_fill = |epoch, generation| {
        let _ = cache.fill(
            &digest(1),
            sample_grant(1, false),
            Epoch::new(epoch),
            generation,
        );
        standing(&cache, 1)
    };
    assert_eq!(try_fill(4, before), None);
    cache.forget();
    assert_eq!(try_fill(5, before), None);
    assert_eq!(try_fill(5, cache.generation()), Some(Standing::Good));
}

#[test]
fn a_key_that_was_seen_revoked_stays_so_whatever_storage_says() {
    let cache = Cache::new(8, 2);
    fill(&cache, 1, false);
    cache.evict(&Invalidation::KeyRevoked(key(1)));
    assert_eq!(standing(&cache, 1), Some(Standing::KeyRevoked));
    cache.forget();
    cache.evict(&Invalidation::KeyChanged(key(1)));
    assert_eq!(fill(&cache, 1, false), Standing::KeyRevoked);
    assert_eq!(standing(&cache, 1), Some(Standing::KeyRevoked));
}

#[test]
fn an_organization_is_evicted_with_all_its_keys() {
    let cache = Cache::new(100, 4);
    for number in 0..50 {
        fill(&cache, number, false);
    }
    let other = OrganizationId::from_uuid(Uuid::from_u128(99));
    cache.evict(&Invalidation::OrganizationChanged(other));
    assert_eq!(cache.len(), 50);
    let ours = sample_grant(0, false).organization;
    cache.evict(&Invalidation::OrganizationChanged(ours));
    assert_eq!(cache.len(), 0);
}

#[test]
fn a_full_cache_gives_up_what_was_not_used() {
    let cache = Cache::new(100, 1);
    for number in 0..100 {
        fill(&cache, number, false);
    }
    // The first one too many takes the mark of all, and the place of one.
    fill(&cache, 100, false);
    for number in 0..=50 {
        cache.get(&digest(number));
    }
    for number in 101..140 {
        fill(&cache, number, false);
    }
    assert_eq!(cache.len(), 100);
    let kept = (1..=50)
        .filter(|number| standing(&cache, *number).is_some())
        .count();
    assert_eq!(kept, 50);
}

#[test]
fn a_cache_without_room_keeps_nothing() {
    let cache = Cache::new(0, 4);
    assert_eq!(fill(&cache, 1, false), Standing::Good);
    assert_eq!(cache.len(), 0);
}

#[test]
fn a_cache_behaves_like_a_map() {
    let mut rng = Rng::with_seed(1);
    let cache = Cache::new(1000, 4);
    let mut map: HashMap<usize, Standing> = HashMap::new();
    for _ in 0..100_000 {
        let number = rng.usize(0..200);
        match rng.u32(0..100) {
            0..40 => {
                let stands = fill(&cache, number, rng.u32(0..10) == 0);
                map.insert(number, stands);
            }
            40..90 => {}
            90..98 => {
                cache.evict(&Invalidation::KeyChanged(key(number)));
                map.retain(|known, standing| *known != number || *standing == Standing::KeyRevoked);
            }
            98 => {
                cache.evict(&Invalidation::KeyRevoked(key(number)));
                if let Some(standing) = map.get_mut(&number) {
                    *standing = Standing::KeyRevoked;
                }
            }
            _ => {
                cache.forget();
                map.retain(|_, standing| *standing == Standing::KeyRevoked);
            }
        }
        assert_eq!(standing(&cache, number), map.get(&number).copied());
        assert_eq!(cache.len(), map.len());
    }
}

#[test]
fn readers_and_a_writer_at_once_see_whole_entries() {
    let cache = Cache::new(64, 4);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..20_000 {
                fill(&cache, round % 100, false);
                cache.evict(&Invalidation::KeyChanged(key((round + 50) % 100)));
            }
        });
        scope.spawn(|| {
            for round in 0..200_000 {
                let number = round % 100;
                if let Some(grant) = cache.get(&digest(number)) {
                    assert_eq!(grant.key, key(number));
                }
            }
        });
    });
}
