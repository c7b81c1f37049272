//! Removing a member.

use aiia_keys_domain::{Caller, Forbidden, MemberError, MemberId, MemberState, Permission};
use aiia_keys_ports::StoreError;

use crate::Env;

/// The member was not removed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such member.
    #[error("there is no such member")]
    NotFound,
    /// The member cannot be removed.
    #[error(transparent)]
    Refused(#[from] MemberError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Removes a member and ends all their sessions; keys that they made go on. May be repeated.
///
/// # Errors
/// When the caller may not, there is no such member in their organization, it is the last owner,
/// or storage fails.
pub async fn remove(env: &Env, caller: &Caller, id: MemberId) -> Result<(), Error> {
    caller.require(Permission::ManageMembers)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    // Counted before the member is read: counting holds off others who take owners away.
    let other_owners = work.members().count_other_owners(id).await?;
    let read = work.members().find(id).await?.ok_or(Error::NotFound)?;
    if let MemberState::Active = read.value.state() {
        let (member, event) = read.value.remove(other_owners, now)?;
        work.members().save(&member, read.version).await?;
        work.sessions().end_all(id, now).await?;
        let by = (caller.actor.clone(), caller.request.clone());
        super::record(&mut *work, by, id, &event, now).await?;
    }
    Ok(work.commit().await?)
}

#[cfg(test)]
mod tests;
