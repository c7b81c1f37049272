//! Exporting the audit trail.

use aiia_keys_domain::{Caller, Forbidden, Permission, TrailEntry};
use aiia_keys_ports::{StoreError, TrailFilter};

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

/// The next entries after a sequence number that pass the filter, oldest first; none when there are no more.
///
/// An export is the sequence of all batches, beginning after 0. Entries are only ever added, so it
/// is whole whatever is appended in the meantime. One with a filter is an excerpt: its chain has
/// gaps, and cannot be verified by itself.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn export(
    env: &Env,
    caller: &Caller,
    filter: &TrailFilter,
    after: u64,
) -> Result<Vec<TrailEntry>, Error> {
    caller.require(Permission::ReadTrail)?;
    let mut work = env.store.begin(caller.organization).await?;
    let entries = work.trail().list_after(filter, after, BATCH).await?;
    work.commit().await?;
    Ok(entries)
}
