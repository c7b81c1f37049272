//! Listing entries of the audit trail.

use aiia_keys_domain::{Caller, Forbidden, Permission, TrailEntry};
use aiia_keys_ports::{Page, PageLimit, StoreError, TrailFilter};

use crate::Env;

/// Which entries to list.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What must hold of them.
    pub filter: TrailFilter,
    /// Continue below this sequence number, or begin at the newest entry.
    pub before: Option<u64>,
    /// At most so many entries.
    pub limit: PageLimit,
}

/// Nothing was listed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lists entries of the trail of the caller's organization, newest first.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(
    env: &Env,
    caller: &Caller,
    query: Query,
) -> Result<Page<TrailEntry, u64>, Error> {
    caller.require(Permission::ReadTrail)?;
    let mut work = env.store.begin(caller.organization).await?;
    let page = work
        .trail()
        .list(&query.filter, query.before, query.limit)
        .await?;
    work.commit().await?;
    Ok(page)
}
