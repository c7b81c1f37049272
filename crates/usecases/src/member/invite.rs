//! Inviting a member again: the first invitation was lost, or the password was.

use aiia_keys_domain::{Caller, Forbidden, MemberEvent, MemberId, MemberState, Permission};
use aiia_keys_ports::{EntropyUnavailable, StoreError};

use super::Invited;
use crate::Env;

/// No invitation was made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such member.
    #[error("there is no such member")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

/// Gives a member a new invitation; an earlier one no longer works, a password that is set still does.
///
/// # Errors
/// When the caller may not, there is no such member in their organization, or storage fails.
pub async fn invite(env: &Env, caller: &Caller, id: MemberId) -> Result<Invited, Error> {
    caller.require(Permission::ManageMembers)?;
    let now = env.clock.now();
    let token = super::make_token(env)?;
    let mut work = env.store.begin(caller.organization).await?;
    let found = work.members().find(id).await?.map(|stored| stored.value);
    let member = found.filter(|member| member.state() == MemberState::Active);
    let member = member.ok_or(Error::NotFound)?;
    let by = (caller.actor.clone(), caller.request.clone());
    super::record(&mut *work, by, id, &MemberEvent::Invited, now).await?;
    let invited = super::issue_invitation(&mut *work, member, token, now).await?;
    work.commit().await?;
    Ok(invited)
}
