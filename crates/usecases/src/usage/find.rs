//! Looking at one key and when it was last used.

use aiia_keys_domain::{Caller, Forbidden, KeyId, Permission};
use aiia_keys_ports::StoreError;

use super::{UsedKey, beside};
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

/// Finds a key of the caller's organization, and when it was last used.
///
/// # Errors
/// When the caller may not, there is no such key in their organization, or storage fails.
pub async fn find(env: &Env, caller: &Caller, id: KeyId) -> Result<UsedKey, Error> {
    caller.require(Permission::ReadKeys)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let key = work.keys().find(id).await?.ok_or(Error::NotFound)?;
    let found = beside(&mut *work, vec![key], false, now).await?.pop();
    work.commit().await?;
    found.ok_or(Error::NotFound)
}
