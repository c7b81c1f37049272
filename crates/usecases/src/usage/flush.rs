//! Storing what was counted.

use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{Store, StoreError};

use super::{TenantUsage, UsageRecorder};

/// As many counts as one statement takes in a fraction of the time that it is waited for.
const CHUNK: usize = 5_000;

/// What became of the counts.
#[derive(Debug, Default)]
pub struct Flushed {
    /// How many counts were stored.
    pub stored: usize,
    /// What could not be stored, by tenant and why; it is held again, for the next time.
    pub failures: Vec<(OrganizationId, StoreError)>,
}

/// Stores what was counted since the last time, one tenant at a time.
///
/// When the end of a transaction is lost on its way, it is not known whether it happened: the
/// counts are then stored again, at most twice in all.
pub async fn flush(store: &dyn Store, recorder: &UsageRecorder) -> Flushed {
    let mut flushed = Flushed::default();
    for usage in recorder.take() {
        match add(store, &usage).await {
            Ok(()) => flushed.stored += usage.counts.len(),
            Err(error) => {
                recorder.restore(&usage);
                flushed.failures.push((usage.organization, error));
            }
        }
    }
    flushed
}

async fn add(store: &dyn Store, usage: &TenantUsage) -> Result<(), StoreError> {
    let mut work = store.begin(usage.organization).await?;
    for counts in usage.counts.chunks(CHUNK) {
        work.usage().add(counts).await?;
    }
    work.commit().await
}

#[cfg(test)]
mod tests;
