//! How keys are used: counted in memory with every verification, stored in batches, told on request.

pub mod find;
pub mod flush;
pub mod list;
mod recorder;
pub mod report;

use std::collections::HashMap;

use aiia_keys_domain::{DailyUsage, Day, Key, KeyId, LastUse, ScopeUse, Timestamp};
use aiia_keys_ports::{StoreError, Stored, UnitOfWork};

pub use recorder::{TenantUsage, UsageRecorder};

/// A key, and how it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedKey {
    /// The key.
    pub key: Stored<Key>,
    /// When it was last let through, if it ever was.
    pub last_use: Option<LastUse>,
    /// How often it was used in the last days, if that was asked for.
    pub daily: Option<DailyUsage>,
}

/// Puts beside each key how it is used: one query for all of them, and one more for their days.
async fn beside(
    work: &mut dyn UnitOfWork,
    keys: Vec<Stored<Key>>,
    daily: bool,
    now: Timestamp,
) -> Result<Vec<UsedKey>, StoreError> {
    let ids: Vec<KeyId> = keys.iter().map(|key| key.value.data().id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let last_uses = latest(&work.usage().list_last_uses(&ids).await?);
    let mut days = if daily {
        Some(daily_usage(work, &ids, now).await?)
    } else {
        None
    };
    Ok(keys
        .into_iter()
        .map(|key| {
            let id = key.value.data().id;
            UsedKey {
                key,
                last_use: last_uses.get(&id).copied(),
                daily: days
                    .as_mut()
                    .map(|days| days.remove(&id).unwrap_or_else(|| DailyUsage::empty(now))),
            }
        })
        .collect())
}

/// The last use of each key, whatever the scope.
fn latest(uses: &[ScopeUse]) -> HashMap<KeyId, LastUse> {
    let mut latest: HashMap<KeyId, LastUse> = HashMap::new();
    for row in uses {
        latest
            .entry(row.key)
            .and_modify(|last| *last = last.later(row.last))
            .or_insert(row.last);
    }
    latest
}

async fn daily_usage(
    work: &mut dyn UnitOfWork,
    keys: &[KeyId],
    now: Timestamp,
) -> Result<HashMap<KeyId, DailyUsage>, StoreError> {
    let first = Day::of(now).minus(DailyUsage::DAYS - 1);
    let mut usage: HashMap<KeyId, DailyUsage> = HashMap::new();
    for row in work.usage().count_daily(keys, first).await? {
        usage
            .entry(row.key)
            .or_insert_with(|| DailyUsage::empty(now))
            .add(row.day, row.outcome, row.count);
    }
    Ok(usage)
}

#[cfg(test)]
mod tests;
