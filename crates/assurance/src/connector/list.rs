//! Listing connectors.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{Page, PageRequest, StoreError, Stored};

use crate::{Connector, Env};

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

/// Lists connectors of the caller's organization, newest first.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(
    env: &Env,
    caller: &Caller,
    page: PageRequest,
) -> Result<Page<Stored<Connector>>, Error> {
    caller.require(Permission::Sync)?;
    let mut work = env.store.begin(caller.organization).await?;
    let listed = work.connectors().list(page).await?;
    work.commit().await?;
    Ok(listed)
}
