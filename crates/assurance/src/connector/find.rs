//! Finding one connector.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{StoreError, Stored};

use crate::{Connector, ConnectorId, Env};

/// No connector was found.
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

/// Finds a connector of the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such connector in their organization, or storage fails.
pub async fn find(env: &Env, caller: &Caller, id: ConnectorId) -> Result<Stored<Connector>, Error> {
    caller.require(Permission::Sync)?;
    let mut work = env.store.begin(caller.organization).await?;
    let found = work.connectors().find(id).await?;
    work.commit().await?;
    found.ok_or(Error::NotFound)
}
