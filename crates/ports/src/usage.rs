//! How a tenant's keys are used.

use aiia_keys_domain::{Day, KeyId, Outcome, ScopeUse, UsageCount, UsageDay};
use async_trait::async_trait;

use crate::StoreError;

/// Stores how the keys of one tenant are used.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait UsageRepository: Send {
    /// Adds to what was counted before; no two of the counts are of the same key, hour, scope and outcome.
    ///
    /// Holds off others who add in the same tenant until this unit of work ends.
    /// What is older than the days that are kept makes room for what is added.
    async fn add(&mut self, counts: &[UsageCount]) -> Result<(), StoreError>;

    /// When each of these keys was last let through, for each scope.
    async fn list_last_uses(&mut self, keys: &[KeyId]) -> Result<Vec<ScopeUse>, StoreError>;

    /// What was counted of a key from one day to another, both included.
    async fn list_days(
        &mut self,
        key: KeyId,
        first: Day,
        last: Day,
    ) -> Result<Vec<UsageDay>, StoreError>;

    /// How often each of these keys was used on each day from one on.
    async fn count_daily(
        &mut self,
        keys: &[KeyId],
        first: Day,
    ) -> Result<Vec<DailyCount>, StoreError>;
}

/// How often a key was used on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DailyCount {
    /// The key.
    pub key: KeyId,
    /// The day.
    pub day: Day,
    /// Whether it was let through.
    pub outcome: Outcome,
    /// How often.
    pub count: u64,
}
