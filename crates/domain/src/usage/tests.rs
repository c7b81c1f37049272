use uuid::Uuid;

use super::*;
use crate::{Catalog, ScopeSet};

/// 2027-01-15T08:00:00Z, the first instant of an hour.
const START: i64 = 1_800_000_000_000_000;
const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

fn at(micros: i64) -> Timestamp {
    Timestamp::from_unix_micros(START + micros).unwrap()
}

fn used(scope: &str) -> UsedScope {
    scope.parse().unwrap()
}

#[test]
fn hours_and_days_are_those_of_utc_on_both_sides_of_the_epoch() {
    for (micros, number, of_day, day) in [
        (0, 0, 0, 0),
        (HOUR - 1, 0, 0, 0),
        (HOUR, 1, 1, 0),
        (DAY - 1, 23, 23, 0),
        (DAY, 24, 0, 1),
        (-1, -1, 23, -1),
        (-DAY, -24, 0, -1),
    ] {
        let hour = Hour::of(Timestamp::from_unix_micros(micros).unwrap());
        let found = (hour.number(), hour.of_day(), hour.day().number());
        assert_eq!(found, (number, of_day, day), "{micros}");
        assert!(hour.start().unix_micros() <= micros);
        let first = hour.day().first_hour();
        assert_eq!(first.plus(of_day.into()), hour);
    }
}

#[test]
fn a_day_takes_the_place_of_the_one_that_leaves() {
    let today = Day::of(at(0));
    let kept: std::collections::BTreeSet<_> = (0..Day::KEPT)
        .map(|days| today.minus(days).place())
        .collect();
    assert_eq!(kept.len(), usize::from(Day::KEPT));
    assert_eq!(today.minus(Day::KEPT).place(), today.place());
    assert!(Day::from_number(-1).place() < Day::KEPT);
}

#[test]
fn outcomes_have_places_and_names_of_their_own() {
    for index in 0..Outcome::COUNT {
        let outcome = Outcome::from_index(index).unwrap();
        assert_eq!(outcome.index(), index);
        assert_eq!(outcome.as_str().parse(), Ok(outcome));
    }
    assert_eq!(Outcome::from_index(Outcome::COUNT), None);
    assert_eq!("Allowed".parse::<Outcome>(), Err(UnknownOutcome));
}

#[test]
fn what_a_scope_is_counted_as_is_read_back() {
    for text in ["read:findings", "read:*", "other", "none"] {
        assert_eq!(used(text).to_string(), text);
    }
    assert!("findings".parse::<UsedScope>().is_err());
}

#[test]
fn a_range_is_widened_to_whole_buckets() {
    let range = UsageRange::new(at(1), at(HOUR + 1), Bucket::Hour).unwrap();
    assert_eq!((range.from(), range.until()), (at(0), at(2 * HOUR)));
    assert_eq!(range.buckets(), 2);
    let whole = UsageRange::new(at(0), at(HOUR), Bucket::Hour).unwrap();
    assert_eq!(whole.buckets(), 1);
    assert_eq!(whole.place(Hour::of(at(HOUR - 1))), Some(0));
    assert_eq!(whole.place(Hour::of(at(HOUR))), None);
    assert_eq!(whole.place(Hour::of(at(-1))), None);

    let range = UsageRange::new(at(0), at(DAY), Bucket::Day).unwrap();
    assert_eq!(range.from().to_string(), "2027-01-15T00:00:00Z");
    assert_eq!(range.until().to_string(), "2027-01-17T00:00:00Z");
    assert_eq!(range.days(), (Day::of(at(0)), Day::of(at(DAY))));
    assert_eq!(UsageRange::up_to(at(DAY), 2, Bucket::Day), range);
}

#[test]
fn a_range_is_neither_empty_nor_too_long() {
    let new = |from, until, bucket| UsageRange::new(at(from), at(until), bucket);
    assert_eq!(new(0, 0, Bucket::Hour), Err(UsageRangeError::Empty));
    assert_eq!(new(1, 0, Bucket::Day), Err(UsageRangeError::Empty));
    assert!(new(0, 31 * DAY, Bucket::Hour).is_ok());
    let refused = new(0, 31 * DAY + 1, Bucket::Hour).unwrap_err();
    assert!(
        refused.to_string().contains("at most 744 hours"),
        "{refused}"
    );
    let refused = new(0, 91 * DAY, Bucket::Day).unwrap_err();
    assert!(refused.to_string().contains("at most 91 days"), "{refused}");
}

fn day(scope: &str, outcome: Outcome, hours: [u64; 24]) -> UsageDay {
    UsageDay {
        key: KeyId::from_uuid(Uuid::from_u128(1)),
        day: Day::of(at(0)),
        scope: used(scope),
        outcome,
        hours,
    }
}

fn hours(counts: &[(usize, u64)]) -> [u64; 24] {
    let mut hours = [0; 24];
    for (hour, count) in counts {
        hours[*hour] = *count;
    }
    hours
}

fn last(scope: &str, micros: i64) -> ScopeUse {
    ScopeUse {
        key: KeyId::from_uuid(Uuid::from_u128(1)),
        scope: used(scope),
        last: LastUse {
            at: at(micros),
            address: None,
        },
    }
}

#[test]
fn a_report_adds_up_what_lies_within_its_range() {
    let range = UsageRange::new(at(0), at(3 * HOUR), Bucket::Hour).unwrap();
    let expired = Outcome::Denied(DenialReason::Expired);
    let days = [
        // The range begins at eight o'clock.
        day(
            "read:findings",
            Outcome::Allowed,
            hours(&[(7, 99), (8, 2), (10, 3), (11, 99)]),
        ),
        day("read:findings", expired, hours(&[(9, 4)])),
        day("none", expired, hours(&[(9, 1)])),
    ];
    let uses = [last("read:findings", 7), last("admin:sync", -DAY)];
    let held: ScopeSet = "read:* admin:sync".parse().unwrap();
    let report = UsageReport::of(range, &days, &uses, &held, &Catalog::aiia());

    assert_eq!((report.allowed, report.denied), (5, 5));
    let scopes: Vec<_> = report
        .scopes
        .iter()
        .map(|scope| {
            let series = scope.series.clone();
            (
                scope.scope.to_string(),
                scope.allowed,
                scope.denied,
                series,
                scope.last_use.is_some(),
            )
        })
        .collect();
    assert_eq!(
        scopes,
        [
            ("read:findings".to_owned(), 5, 4, vec![2, 0, 3], true),
            ("admin:sync".to_owned(), 0, 0, vec![0, 0, 0], true),
            ("none".to_owned(), 0, 1, vec![0, 0, 0], false),
        ]
    );
    let denials = DenialUsage {
        reason: DenialReason::Expired,
        count: 5,
        series: vec![0, 5, 0],
    };
    assert_eq!(report.denials, [denials]);
    assert_eq!(report.last_use, Some(uses[0].last));
    let unused: Vec<_> = report.unused.iter().map(ToString::to_string).collect();
    assert_eq!(unused, ["read:universe"]);
}

#[test]
fn a_daily_curve_ends_today() {
    let mut daily = DailyUsage::empty(at(0));
    let today = Day::of(at(0));
    daily.add(today, Outcome::Allowed, 3);
    daily.add(today.minus(29), Outcome::Denied(DenialReason::Revoked), 2);
    daily.add(today.minus(30), Outcome::Allowed, 9);
    daily.add(Day::of(at(DAY)), Outcome::Allowed, 9);
    assert_eq!(daily.from, today.minus(29));
    assert_eq!(daily.allowed.len(), 30);
    assert_eq!(daily.allowed.iter().sum::<u64>(), 3);
    assert_eq!(daily.allowed[29], 3);
    assert_eq!((daily.denied[0], daily.denied.iter().sum()), (2, 2));
}
