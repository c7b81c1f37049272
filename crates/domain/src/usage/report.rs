//! What is told about the use of a key.

use std::collections::BTreeMap;

use super::{
    Bucket, Day, DenialReason, LastUse, Outcome, ScopeUse, UsageDay, UsageRange, UsedScope,
};
use crate::{Catalog, Scope, ScopeSet, Timestamp};

/// How a key was used in a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageReport {
    /// The span.
    pub range: UsageRange,
    /// How often it was let through.
    pub allowed: u64,
    /// How often it was not.
    pub denied: u64,
    /// By the scope that was needed, sorted; those that were ever used too.
    pub scopes: Vec<ScopeUsage>,
    /// By the reason why it was not let through, those that occurred.
    pub denials: Vec<DenialUsage>,
    /// When it was last let through, whenever that was.
    pub last_use: Option<LastUse>,
    /// Scopes of the catalogue that it holds and was never let through for, whenever that was.
    pub unused: Vec<Scope>,
}

/// How a key was used for one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeUsage {
    /// The scope that was needed.
    pub scope: UsedScope,
    /// How often it was let through.
    pub allowed: u64,
    /// How often it was not.
    pub denied: u64,
    /// How often it was let through, bucket by bucket.
    pub series: Vec<u64>,
    /// When it was last let through, whenever that was.
    pub last_use: Option<LastUse>,
}

/// How often a key was not let through for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DenialUsage {
    /// The reason.
    pub reason: DenialReason,
    /// How often.
    pub count: u64,
    /// How often, bucket by bucket.
    pub series: Vec<u64>,
}

impl UsageReport {
    /// Adds up what was counted of a key that holds these scopes.
    pub fn of(
        range: UsageRange,
        days: &[UsageDay],
        last_uses: &[ScopeUse],
        held: &ScopeSet,
        catalog: &Catalog,
    ) -> Self {
        let empty = || vec![0; range.buckets().into()];
        let (mut allowed, mut denied) = (0, 0);
        let mut scopes: BTreeMap<UsedScope, ScopeUsage> = BTreeMap::new();
        let mut denials: BTreeMap<DenialReason, DenialUsage> = BTreeMap::new();
        let scope = |scope: &UsedScope| ScopeUsage {
            scope: scope.clone(),
            allowed: 0,
            denied: 0,
            series: empty(),
            last_use: None,
        };
        for row in last_uses {
            let entry = scopes
                .entry(row.scope.clone())
                .or_insert_with(|| scope(&row.scope));
            entry.last_use = Some(row.last);
        }
        for row in days {
            for (place, count) in within(&range, row) {
                let of_scope = scopes
                    .entry(row.scope.clone())
                    .or_insert_with(|| scope(&row.scope));
                let series = match row.outcome {
                    Outcome::Allowed => {
                        allowed += count;
                        of_scope.allowed += count;
                        &mut of_scope.series
                    }
                    Outcome::Denied(reason) => {
                        denied += count;
                        of_scope.denied += count;
                        let of_reason = denials.entry(reason).or_insert_with(|| DenialUsage {
                            reason,
                            count: 0,
                            series: empty(),
                        });
                        of_reason.count += count;
                        &mut of_reason.series
                    }
                };
                if let Some(bucket) = series.get_mut(place) {
                    *bucket += count;
                }
            }
        }
        let is_used = |scope: &Scope| {
            last_uses
                .iter()
                .any(|row| matches!(&row.scope, UsedScope::Named(named) if named == scope))
        };
        Self {
            range,
            allowed,
            denied,
            scopes: scopes.into_values().collect(),
            denials: denials.into_values().collect(),
            last_use: last_uses.iter().map(|row| row.last).reduce(LastUse::later),
            unused: catalog
                .opened_by(held)
                .map(|entry| entry.scope().clone())
                .filter(|scope| !is_used(scope))
                .collect(),
        }
    }
}

/// What of a day lies within a span: in which bucket, and how often.
fn within(range: &UsageRange, row: &UsageDay) -> impl Iterator<Item = (usize, u64)> {
    let first = row.day.first_hour();
    (0_i64..)
        .zip(row.hours)
        .filter(|(_, count)| *count > 0)
        .filter_map(move |(hour, count)| Some((range.place(first.plus(hour))?, count)))
}

/// How often a key was used, day by day: enough to draw a small curve of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyUsage {
    /// The first day.
    pub from: Day,
    /// How often it was let through, day by day.
    pub allowed: Vec<u64>,
    /// How often it was not.
    pub denied: Vec<u64>,
}

impl DailyUsage {
    /// How many days it has.
    pub const DAYS: u16 = 30;

    /// Nothing yet, for the days that end with the one that `now` lies in.
    pub fn empty(now: Timestamp) -> Self {
        Self {
            from: UsageRange::up_to(now, Self::DAYS, Bucket::Day).days().0,
            allowed: vec![0; Self::DAYS.into()],
            denied: vec![0; Self::DAYS.into()],
        }
    }

    /// Adds what was counted on one day; other days are left out.
    pub fn add(&mut self, day: Day, outcome: Outcome, count: u64) {
        let series = match outcome {
            Outcome::Allowed => &mut self.allowed,
            Outcome::Denied(_) => &mut self.denied,
        };
        let place = usize::try_from(day.number() - self.from.number());
        if let Some(bucket) = place.ok().and_then(|place| series.get_mut(place)) {
            *bucket += count;
        }
    }
}
