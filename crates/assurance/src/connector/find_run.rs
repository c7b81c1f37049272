//! Finding one run of a connector.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::StoreError;

use crate::{ConnectorId, ConnectorRun, ConnectorRunId, Env};

/// No run was found.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such connector, or the connector no such run.
    #[error("there is no such run")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds a run of a connector of the caller's organization, as it is now: interrupted when its node is
/// gone.
///
/// # Errors
/// When the caller may not, there is no such run in their organization, or storage fails.
pub async fn find_run(
    env: &Env,
    caller: &Caller,
    connector: ConnectorId,
    run: ConnectorRunId,
) -> Result<ConnectorRun, Error> {
    caller.require(Permission::Sync)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let there = work.connectors().find(connector).await?.is_some();
    let found = work.connector_runs().find(connector, run).await?;
    work.commit().await?;
    let found = found.filter(|_| there).ok_or(Error::NotFound)?;
    Ok(found.value.seen(now))
}
