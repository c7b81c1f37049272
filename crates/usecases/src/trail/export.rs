//! Exporting the audit trail.

use aiia_keys_domain::{Caller, Forbidden, Permission, TrailEntry};
use aiia_keys_ports::StoreError;

use crate::Env;

/// Entries that are read at once: bounds the memory, whatever the length of the trail.
const BATCH: u32 = 1000;

/// Nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The next entries after a sequence number, oldest first; none when there are no more.
///
/// An export is the sequence of all batches, beginning after 0. Entries are only ever added, so it
/// is whole whatever is appended in the meantime.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn export(env: &Env, caller: &Caller, after: u64) -> Result<Vec<TrailEntry>, Error> {
    caller.require(Permission::ReadTrail)?;
    let mut work = env.store.begin(caller.organization).await?;
    let entries = work.trail().list_after(after, BATCH).await?;
    work.commit().await?;
    Ok(entries)
}
