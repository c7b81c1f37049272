//! How keys are used.

use std::time::Duration;

use aiia_keys_domain::{
    Day, DenialReason, Hour, LastUse, Outcome, Timestamp, UsageCount, UsageDay,
};
use aiia_keys_ports::{DailyCount, StoreError};

use crate::support::{A, B, Place, key, key_id};

const DENIED: Outcome = Outcome::Denied(DenialReason::Expired);

/// So many hours after the beginning of a day.
fn at(hours: u64) -> Timestamp {
    let midnight = Timestamp::from_unix_micros(1_800_000_000_000_000 - 8 * 3_600_000_000).unwrap();
    midnight.saturating_add(Duration::from_hours(hours))
}

fn count(key: u128, scope: &str, outcome: Outcome, hours: u64, count: u64) -> UsageCount {
    UsageCount {
        key: key_id(key),
        hour: Hour::of(at(hours)),
        scope: scope.parse().unwrap(),
        outcome,
        count,
        last: LastUse {
            at: at(hours),
            address: Some("203.0.113.7".parse().unwrap()),
        },
    }
}

/// Tenant A has the keys 1 and 2, tenant B the key 3.
async fn place() -> Place {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1), key(A, 2)]).await;
    place.insert(B, &[key(B, 3)]).await;
    place
}

async fn add(place: &Place, tenant: u128, counts: &[UsageCount]) -> Result<(), StoreError> {
    let mut work = place.begin(tenant).await;
    work.usage().add(counts).await?;
    work.commit().await
}

/// The rows of a key, from the first day to the one that lies so many days later.
async fn days(place: &Place, tenant: u128, key: u128, later: u64) -> Vec<UsageDay> {
    let (first, last) = (Day::of(at(0)), Day::of(at(24 * later)));
    let mut work = place.begin(tenant).await;
    let mut days = work
        .usage()
        .list_days(key_id(key), first, last)
        .await
        .unwrap();
    days.sort_by_key(|day| (day.day, day.scope.clone(), day.outcome));
    days
}

fn day(key: u128, day: u64, scope: &str, outcome: Outcome, hours: &[(usize, u64)]) -> UsageDay {
    let mut counts = [0; 24];
    for (hour, count) in hours {
        counts[*hour] = *count;
    }
    UsageDay {
        key: key_id(key),
        day: Day::of(at(24 * day)),
        scope: scope.parse().unwrap(),
        outcome,
        hours: counts,
    }
}

#[tokio::test]
async fn counts_add_up_hour_by_hour() {
    let place = place().await;
    let first = [
        count(1, "read:findings", Outcome::Allowed, 23, 2),
        count(1, "read:findings", Outcome::Allowed, 24, 3),
        count(1, "none", DENIED, 23, 1),
        count(2, "other", Outcome::Allowed, 0, 9),
    ];
    add(&place, A, &first).await.unwrap();
    let second = [count(1, "read:findings", Outcome::Allowed, 23, 5)];
    add(&place, A, &second).await.unwrap();

    let expected = [
        day(1, 0, "read:findings", Outcome::Allowed, &[(23, 7)]),
        day(1, 0, "none", DENIED, &[(23, 1)]),
        day(1, 1, "read:findings", Outcome::Allowed, &[(0, 3)]),
    ];
    assert_eq!(days(&place, A, 1, 1).await, expected);
    let other = [day(2, 0, "other", Outcome::Allowed, &[(0, 9)])];
    assert_eq!(days(&place, A, 2, 1).await, other);
}

#[tokio::test]
async fn the_last_use_of_a_scope_is_the_latest_that_was_let_through() {
    let place = place().await;
    let later = [
        count(1, "read:findings", Outcome::Allowed, 5, 1),
        count(1, "read:findings", Outcome::Allowed, 4, 1),
        count(1, "admin:sync", DENIED, 9, 1),
    ];
    add(&place, A, &later).await.unwrap();
    // Another node was slower.
    let earlier = [count(1, "read:findings", Outcome::Allowed, 3, 1)];
    add(&place, A, &earlier).await.unwrap();

    let mut work = place.begin(A).await;
    let uses = work
        .usage()
        .list_last_uses(&[key_id(1), key_id(2)])
        .await
        .unwrap();
    let found: Vec<_> = uses
        .iter()
        .map(|row| (row.key, row.scope.to_string(), row.last))
        .collect();
    assert_eq!(
        found,
        [(key_id(1), "read:findings".to_owned(), later[0].last)]
    );
}

#[tokio::test]
async fn an_address_that_is_not_known_is_kept_as_such() {
    let place = place().await;
    let last = LastUse {
        at: at(1),
        address: None,
    };
    let known = count(1, "none", Outcome::Allowed, 0, 1);
    add(&place, A, std::slice::from_ref(&known)).await.unwrap();
    add(&place, A, &[UsageCount { last, ..known }])
        .await
        .unwrap();
    let mut work = place.begin(A).await;
    let uses = work.usage().list_last_uses(&[key_id(1)]).await.unwrap();
    assert_eq!(uses[0].last, last);
}

#[tokio::test]
async fn a_day_makes_room_for_the_one_ninety_one_days_later() {
    let place = place().await;
    let kept = u64::from(Day::KEPT);
    let old = [
        count(1, "none", Outcome::Allowed, 1, 4),
        count(1, "none", Outcome::Allowed, 30, 6),
    ];
    add(&place, A, &old).await.unwrap();
    let new = [count(1, "none", Outcome::Allowed, 24 * kept + 2, 5)];
    add(&place, A, &new).await.unwrap();

    let expected = [
        day(1, 1, "none", Outcome::Allowed, &[(6, 6)]),
        day(1, kept, "none", Outcome::Allowed, &[(2, 5)]),
    ];
    assert_eq!(days(&place, A, 1, kept).await, expected);
    // What comes 91 days late finds its place taken.
    add(&place, A, &old[..1]).await.unwrap();
    assert_eq!(days(&place, A, 1, kept).await, expected);
}

#[tokio::test]
async fn nodes_that_add_to_the_same_rows_at_once_lose_nothing() {
    let place = place().await;
    let forth = [
        count(1, "none", Outcome::Allowed, 1, 1),
        count(2, "none", Outcome::Allowed, 1, 1),
        count(1, "read:findings", Outcome::Allowed, 1, 1),
    ];
    let back: Vec<_> = forth.iter().rev().cloned().collect();
    let adding = (0..20).map(|node| add(&place, A, if node % 2 == 0 { &forth } else { &back }));
    for added in futures_util::future::join_all(adding).await {
        added.unwrap();
    }
    let total: u64 = days(&place, A, 1, 1)
        .await
        .iter()
        .chain(&days(&place, A, 2, 1).await)
        .flat_map(|day| day.hours)
        .sum();
    assert_eq!(total, 60);
}

#[tokio::test]
async fn days_of_many_keys_are_counted_at_once() {
    let place = place().await;
    let counts = [
        count(1, "none", Outcome::Allowed, 1, 1),
        count(1, "read:findings", Outcome::Allowed, 2, 2),
        count(1, "none", DENIED, 2, 4),
        count(1, "none", Outcome::Allowed, 25, 8),
        count(2, "none", Outcome::Allowed, 26, 16),
    ];
    add(&place, A, &counts).await.unwrap();
    let daily = async |first: u64| {
        let mut work = place.begin(A).await;
        let keys = [key_id(1), key_id(2), key_id(3)];
        let first = Day::of(at(24 * first));
        let mut daily = work.usage().count_daily(&keys, first).await.unwrap();
        daily.sort_by_key(|row| (row.key, row.day, row.outcome));
        daily
    };
    let row = |key, day: u64, outcome, count| DailyCount {
        key: key_id(key),
        day: Day::of(at(24 * day)),
        outcome,
        count,
    };
    let second = [
        row(1, 1, Outcome::Allowed, 8),
        row(2, 1, Outcome::Allowed, 16),
    ];
    assert_eq!(daily(1).await, second);
    let first = [row(1, 0, Outcome::Allowed, 3), row(1, 0, DENIED, 4)];
    assert_eq!(daily(0).await[..2], first);
}

#[tokio::test]
async fn usage_of_another_tenants_key_is_neither_seen_nor_added_to() {
    let place = place().await;
    let counts = [count(3, "none", Outcome::Allowed, 1, 7)];
    add(&place, B, &counts).await.unwrap();

    assert!(add(&place, A, &counts).await.is_err());
    assert_eq!(days(&place, A, 3, 1).await, []);
    let mut work = place.begin(A).await;
    assert_eq!(work.usage().list_last_uses(&[key_id(3)]).await.unwrap(), []);
    let first = Day::of(at(0));
    let daily = work.usage().count_daily(&[key_id(3)], first).await.unwrap();
    assert_eq!(daily, []);
    let expected = [day(3, 0, "none", Outcome::Allowed, &[(1, 7)])];
    assert_eq!(days(&place, B, 3, 1).await, expected);
}
