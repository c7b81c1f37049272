//! Ending all sessions of a member at once.

use aiia_keys_domain::{Actor, Caller, Forbidden, MemberId, Permission};
use aiia_keys_ports::StoreError;

use crate::Env;

/// The sessions were not ended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends all sessions of a member: one's own, or anyone's for who manages members. Tells how many.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn end_all(env: &Env, caller: &Caller, member: MemberId) -> Result<usize, Error> {
    if caller.actor != Actor::Member(member) {
        caller.require(Permission::ManageMembers)?;
    }
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let ended = work.sessions().end_all(member, now).await?;
    work.commit().await?;
    Ok(ended)
}
