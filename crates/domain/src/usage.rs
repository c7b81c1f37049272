//! How keys are used: who counts what, and what is told about it.

mod hour;
mod outcome;
mod range;
mod report;
mod scope;

use std::net::IpAddr;

use crate::{KeyId, Timestamp};

pub use hour::{Day, Hour};
pub use outcome::{DenialReason, Outcome, UnknownOutcome};
pub use range::{Bucket, UnknownBucket, UsageRange, UsageRangeError};
pub use report::{DailyUsage, DenialUsage, ScopeUsage, UsageReport};
pub use scope::UsedScope;

/// How often a key was used in one hour for one scope with one outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageCount {
    /// The key.
    pub key: KeyId,
    /// The hour.
    pub hour: Hour,
    /// The scope that the operation needs.
    pub scope: UsedScope,
    /// Whether it was allowed.
    pub outcome: Outcome,
    /// How often.
    pub count: u64,
    /// The last time of these.
    pub last: LastUse,
}

/// When a key was used, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastUse {
    /// When.
    pub at: Timestamp,
    /// From which address, as far as it is known.
    pub address: Option<IpAddr>,
}

impl LastUse {
    /// The later of two.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        if other.at > self.at { other } else { self }
    }
}

/// When a key was last allowed something that needs a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeUse {
    /// The key.
    pub key: KeyId,
    /// The scope.
    pub scope: UsedScope,
    /// When and from where.
    pub last: LastUse,
}

/// How often a key was used on one day for one scope with one outcome, hour by hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageDay {
    /// The key.
    pub key: KeyId,
    /// The day, in UTC.
    pub day: Day,
    /// The scope that the operation needs.
    pub scope: UsedScope,
    /// Whether it was allowed.
    pub outcome: Outcome,
    /// How often, in each hour of the day.
    pub hours: [u64; 24],
}

#[cfg(test)]
mod tests;
