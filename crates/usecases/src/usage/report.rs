//! Telling how one key is used.

use aiia_keys_domain::{Caller, Forbidden, KeyId, Permission, UsageRange, UsageReport};
use aiia_keys_ports::StoreError;

use crate::Env;

/// Nothing was told.
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

/// Tells how a key of the caller's organization was used in a span.
///
/// What was counted since the last flush is not in it yet.
///
/// # Errors
/// When the caller may not, there is no such key in their organization, or storage fails.
pub async fn report(
    env: &Env,
    caller: &Caller,
    id: KeyId,
    range: UsageRange,
) -> Result<UsageReport, Error> {
    caller.require(Permission::ReadKeys)?;
    let mut work = env.store.begin(caller.organization).await?;
    let key = work.keys().find(id).await?.ok_or(Error::NotFound)?;
    let (first, last) = range.days();
    let days = work.usage().list_days(id, first, last).await?;
    let uses = work.usage().list_last_uses(&[id]).await?;
    work.commit().await?;
    let held = key.value.data().scopes.as_set();
    Ok(UsageReport::of(range, &days, &uses, held, &env.catalog))
}
