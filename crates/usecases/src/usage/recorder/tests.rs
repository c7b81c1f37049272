use std::{sync::Barrier, time::Duration};

use aiia_keys_domain::{DenialReason, KeyId};
use uuid::Uuid;

use super::*;
use crate::testing::{key_id, now, organization, organization_id, stored_key};

fn recorder() -> UsageRecorder {
    UsageRecorder::new(&Catalog::aiia())
}

/// The grant of a key of the organization.
fn grant(key: u128) -> Grant {
    let grant = Grant::of(&stored_key("read:findings").value, &organization());
    Grant {
        key: key_id(key),
        ..grant
    }
}

fn used(recorder: &UsageRecorder, key: u128, needed: Option<&str>, outcome: Outcome) {
    let needed = needed.map(|scope| scope.parse().unwrap());
    recorder.count(&grant(key), needed.as_ref(), outcome, None, now());
}

/// What was taken, in words, sorted.
fn told(usage: &[TenantUsage]) -> Vec<(KeyId, String, &'static str, u64)> {
    let mut counts: Vec<_> = usage
        .iter()
        .flat_map(|usage| &usage.counts)
        .map(|count| {
            let scope = count.scope.to_string();
            (count.key, scope, count.outcome.as_str(), count.count)
        })
        .collect();
    counts.sort();
    counts
}

#[test]
fn uses_are_counted_by_key_scope_and_outcome() {
    let recorder = recorder();
    let expired = Outcome::Denied(DenialReason::Expired);
    used(&recorder, 1, Some("read:findings"), Outcome::Allowed);
    used(&recorder, 1, Some("read:findings"), Outcome::Allowed);
    used(&recorder, 1, Some("read:findings"), expired);
    used(&recorder, 1, None, Outcome::Allowed);
    used(&recorder, 2, Some("admin:keys"), Outcome::Allowed);

    assert_eq!(recorder.held(), 2);
    let usage = recorder.take();
    assert_eq!((usage.len(), recorder.held()), (1, 0));
    assert_eq!(usage[0].organization, organization_id());
    let expected = [
        (key_id(1), "none", "allowed", 1),
        (key_id(1), "read:findings", "allowed", 2),
        (key_id(1), "read:findings", "key_expired", 1),
        (key_id(2), "admin:keys", "allowed", 1),
    ];
    let expected =
        expected.map(|(key, scope, outcome, count)| (key, scope.to_owned(), outcome, count));
    assert_eq!(told(&usage), expected);
    assert_eq!(recorder.take(), [], "it is taken once");
}

#[test]
fn scopes_beyond_the_catalogue_are_counted_together() {
    let recorder = recorder();
    for scope in ["read:a", "read:b", "write:*"] {
        used(&recorder, 1, Some(scope), Outcome::Allowed);
    }
    let expected = [(key_id(1), "other".to_owned(), "allowed", 3)];
    assert_eq!(told(&recorder.take()), expected);
}

#[test]
fn each_hour_is_counted_by_itself_and_the_last_use_is_kept() {
    let recorder = recorder();
    let later = now().saturating_add(Duration::from_hours(1));
    let address = Some("203.0.113.7".parse().unwrap());
    recorder.count(&grant(1), None, Outcome::Allowed, address, later);
    recorder.count(&grant(1), None, Outcome::Allowed, None, now());
    let soon = now().saturating_add(Duration::from_secs(1));
    recorder.count(&grant(1), None, Outcome::Allowed, address, soon);

    let mut counts = recorder.take().remove(0).counts;
    counts.sort_by_key(|count| count.hour);
    let found: Vec<_> = counts
        .iter()
        .map(|count| (count.hour, count.count, count.last))
        .collect();
    let last = |at| LastUse { at, address };
    let expected = [
        (Hour::of(now()), 2, last(soon)),
        (Hour::of(later), 1, last(later)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_could_not_be_stored_is_held_again_beside_what_came_since() {
    let recorder = recorder();
    let expired = Outcome::Denied(DenialReason::Expired);
    for needed in [None, Some("read:findings"), Some("read:elsewhere")] {
        used(&recorder, 1, needed, Outcome::Allowed);
        used(&recorder, 1, needed, expired);
    }
    let usage = recorder.take();
    used(&recorder, 1, None, Outcome::Allowed);
    for usage in &usage {
        recorder.restore(usage);
    }
    let mut expected = told(&usage);
    expected[0].3 += 1;
    assert_eq!(expected[0].1, "none");
    assert_eq!(told(&recorder.take()), expected);
}

#[test]
fn threads_that_count_and_one_that_takes_lose_nothing() {
    const THREADS: u64 = 4;
    const USES: u64 = 5_000;
    let recorder = recorder();
    let barrier = Barrier::new(5);
    let taken = std::thread::scope(|scope| {
        let counting: Vec<_> = (0..THREADS)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    for number in 0..USES {
                        used(&recorder, u128::from(number % 7), None, Outcome::Allowed);
                    }
                })
            })
            .collect();
        barrier.wait();
        let mut taken = Vec::new();
        while counting.iter().any(|thread| !thread.is_finished()) {
            taken.extend(recorder.take());
        }
        taken
    });
    let all: u64 = taken
        .iter()
        .chain(&recorder.take())
        .flat_map(|usage| &usage.counts)
        .map(|count| count.count)
        .sum();
    assert_eq!(all, THREADS * USES);
    assert_eq!(recorder.lost(), 0);
}

#[test]
fn memory_is_bounded_and_what_goes_beyond_is_told() {
    let recorder = recorder();
    let mut grant = grant(0);
    for key in 0..=UsageRecorder::CAPACITY {
        grant.key = KeyId::from_uuid(Uuid::from_u64_pair(key as u64, 7));
        recorder.count(&grant, None, Outcome::Allowed, None, now());
    }
    assert_eq!(recorder.lost(), 1);
    // A key that is held already is counted on.
    grant.key = KeyId::from_uuid(Uuid::from_u64_pair(0, 7));
    recorder.count(&grant, None, Outcome::Allowed, None, now());
    assert_eq!(recorder.lost(), 1);
    let counts = recorder.take().remove(0).counts;
    assert_eq!(counts.len(), UsageRecorder::CAPACITY);
    used(&recorder, 1, None, Outcome::Allowed);
    assert_eq!(told(&recorder.take()).len(), 1, "there is room again");
}
