//! Looking at the caller's organization.

use aiia_keys_domain::{Caller, Forbidden, Organization, Permission};
use aiia_keys_ports::{StoreError, Stored};

use crate::Env;

/// The organization was not shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The caller's organization with its policy.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn find(env: &Env, caller: &Caller) -> Result<Stored<Organization>, Error> {
    caller.require(Permission::ReadPolicy)?;
    let mut work = env.store.begin(caller.organization).await?;
    let found = super::current(&mut *work).await?;
    work.commit().await?;
    Ok(found)
}
