//! Adding a member.

use aiia_keys_domain::{
    Caller, EmailAddress, Forbidden, Member, MemberId, MemberName, NewMember, Permission, Role,
};
use aiia_keys_ports::{EntropyUnavailable, StoreError, generate_uuid};

use super::Invited;
use crate::Env;

/// The member to add.
#[derive(Clone, Debug)]
pub struct Command {
    /// Where they are reached, and what they will sign in with.
    pub email: EmailAddress,
    /// What people call them.
    pub name: MemberName,
    /// What they may do.
    pub role: Role,
}

/// No member was added.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// A member has this address already.
    #[error("email {0} belongs to a member already")]
    EmailTaken(EmailAddress),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

/// Adds a member, with an invitation to set a password.
///
/// # Errors
/// When the caller may not, the address is taken, or storage fails.
pub async fn add(env: &Env, caller: &Caller, command: Command) -> Result<Invited, Error> {
    caller.require(Permission::ManageMembers)?;
    let now = env.clock.now();
    let id = MemberId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let token = super::make_token(env)?;
    let Command { email, name, role } = command;
    let organization = caller.organization;
    let new = NewMember {
        id,
        organization,
        email: email.clone(),
        name,
        role,
    };
    let (member, event) = Member::join(new, now);

    let mut work = env.store.begin(organization).await?;
    if work.members().find_by_email(&email).await?.is_some() {
        return Err(Error::EmailTaken(email));
    }
    work.members().insert(&member).await?;
    let by = (caller.actor.clone(), caller.request.clone());
    super::record(&mut *work, by, id, &event, now).await?;
    let invited = super::issue_invitation(&mut *work, member, token, now).await?;
    work.commit().await?;
    Ok(invited)
}

#[cfg(test)]
mod tests;
