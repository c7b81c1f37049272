//! Listing the runs of a connector.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{Page, PageRequest, StoreError};

use crate::{ConnectorId, ConnectorRun, Env};

/// Nothing was listed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such connector.
    #[error("there is no such connector")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lists runs of a connector of the caller's organization, newest first. One whose node is gone is
/// shown as interrupted, although nobody is left who could have stored that.
///
/// # Errors
/// When the caller may not, there is no such connector in their organization, or storage fails.
pub async fn list_runs(
    env: &Env,
    caller: &Caller,
    connector: ConnectorId,
    page: PageRequest,
) -> Result<Page<ConnectorRun>, Error> {
    caller.require(Permission::Sync)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let found = work.connectors().find(connector).await?;
    found.ok_or(Error::NotFound)?;
    let listed = work.connector_runs().list(connector, page).await?;
    work.commit().await?;
    let items = listed.items.into_iter();
    Ok(Page {
        items: items.map(|run| run.value.seen(now)).collect(),
        next: listed.next,
    })
}
