//! Adding a member.

use aiia_keys_domain::{
    Caller, EmailAddress, Forbidden, KeyReused, Member, MemberId, MemberName, NewMember,
    Permission, Role, Subject, Timestamp,
};
use aiia_keys_ports::{EntropyUnavailable, StoreError, Stored, UnitOfWork, generate_uuid};

use super::Invited;
use crate::{
    Env,
    once::{self, Named, Outcome},
};

once::lift!(Error);

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
    /// The caller used the same name for another request.
    #[error(transparent)]
    Reused(#[from] KeyReused),
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
    let mut work = env.store.begin(caller.organization).await?;
    let invited = make(env, caller, command, &mut *work, now).await?;
    work.commit().await?;
    Ok(invited)
}

/// Adds a member once, however often the same request is repeated; a repeat gives the member as
/// they are now.
///
/// # Errors
/// As [`add`], and when the caller used the same name for another request.
pub async fn add_once(
    env: &Env,
    caller: &Caller,
    command: Command,
    named: Named,
) -> Result<Outcome<Invited, Stored<Member>>, Error> {
    caller.require(Permission::ManageMembers)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    if let Some(made) = once::look(&mut *work, caller, named, now).await? {
        let Subject::Member(id) = made else {
            return Err(once::gone().into());
        };
        let member = work.members().find(id).await?.ok_or_else(once::gone)?;
        work.commit().await?;
        return Ok(Outcome::Repeated(member));
    }
    let invited = make(env, caller, command, &mut *work, now).await?;
    let made = Subject::Member(invited.member.id());
    once::note(&mut *work, caller, named, made, now).await?;
    work.commit().await?;
    Ok(Outcome::Made(invited))
}

async fn make(
    env: &Env,
    caller: &Caller,
    command: Command,
    work: &mut dyn UnitOfWork,
    now: Timestamp,
) -> Result<Invited, Error> {
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

    if work.members().find_by_email(&email).await?.is_some() {
        return Err(Error::EmailTaken(email));
    }
    work.members().insert(&member).await?;
    let by = (caller.actor.clone(), caller.request.clone());
    super::record(work, by, id, &event, now).await?;
    Ok(super::issue_invitation(work, member, token, now).await?)
}

#[cfg(test)]
mod tests;
