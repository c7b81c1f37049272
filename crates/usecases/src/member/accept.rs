//! Accepting an invitation: setting a password.

use aiia_keys_domain::{
    Actor, InvitationOver, InvitationToken, Member, MemberEvent, MemberState, OrganizationId,
    Password, RequestId,
};
use aiia_keys_ports::{HashingFailed, StoreError};

use crate::Env;

/// The invitation to accept.
#[derive(Debug)]
pub struct Command {
    /// The organization that the invitation names; who names another one finds nothing.
    pub organization: OrganizationId,
    /// The invitation's token.
    pub token: InvitationToken,
    /// The password to set.
    pub password: Password,
    /// The request that it came with, for the audit trail.
    pub request: Option<RequestId>,
}

/// No password was set.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such invitation.
    #[error("there is no such invitation: ask for a new one")]
    NotFound,
    /// It cannot be accepted any more.
    #[error(transparent)]
    Over(#[from] InvitationOver),
    /// The password could not be hashed.
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets a member's password by an invitation, which is used up; all their sessions end.
///
/// # Errors
/// When there is no such invitation, it is over, or storage fails.
pub async fn accept(env: &Env, command: Command) -> Result<Member, Error> {
    let now = env.clock.now();
    let digest = command.token.digest();
    let mut work = env.store.begin(command.organization).await?;
    let invitation = work
        .invitations()
        .find(&digest)
        .await?
        .ok_or(Error::NotFound)?
        .accept(now)?;
    let id = invitation.member;
    let found = work.members().find(id).await?.map(|stored| stored.value);
    let member = found.filter(|member| member.state() == MemberState::Active);
    let member = member.ok_or(Error::NotFound)?;
    let hash = env.passwords.hash(command.password).await?;
    work.members().save_password(id, &hash).await?;
    work.invitations().save(&invitation).await?;
    work.sessions().end_all(id, now).await?;
    let by = (Actor::Member(id), command.request);
    super::record(&mut *work, by, id, &MemberEvent::PasswordSet, now).await?;
    work.commit().await?;
    Ok(member)
}

#[cfg(test)]
mod tests;
