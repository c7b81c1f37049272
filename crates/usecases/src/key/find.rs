//! Looking at one key.

use aiia_keys_domain::{Caller, Forbidden, Key, KeyId, Permission};
use aiia_keys_ports::{StoreError, Stored};

use crate::Env;

/// The key was not shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such key.
    #[error("there is no such key")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds a key of the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such key in their organization, or storage fails.
pub async fn find(env: &Env, caller: &Caller, id: KeyId) -> Result<Stored<Key>, Error> {
    caller.require(Permission::ReadKeys)?;
    let mut work = env.store.begin(caller.organization).await?;
    let found = work.keys().find(id).await?;
    work.commit().await?;
    found.ok_or(Error::NotFound)
}
