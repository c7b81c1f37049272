//! Listing members.

use aiia_keys_domain::{Caller, Forbidden, Member, Permission};
use aiia_keys_ports::{StoreError, Stored};

use crate::Env;

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

/// Lists the members of the caller's organization who were not removed, by name.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(env: &Env, caller: &Caller) -> Result<Vec<Stored<Member>>, Error> {
    caller.require(Permission::ReadMembers)?;
    let mut work = env.store.begin(caller.organization).await?;
    let members = work.members().list().await?;
    work.commit().await?;
    Ok(members)
}
