//! Changing a member's role.

use aiia_keys_domain::{Caller, Forbidden, Member, MemberError, MemberId, Permission, Role};
use aiia_keys_ports::{StoreError, Stored, Version};

use crate::Env;

/// The role to give.
#[derive(Clone, Debug)]
pub struct Command {
    /// To whom.
    pub id: MemberId,
    /// Only if the member is in this version.
    pub expected: Option<Version>,
    /// Which role.
    pub role: Role,
}

/// The role was not changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such member.
    #[error("there is no such member")]
    NotFound,
    /// The member is not in the version that the caller expects.
    #[error("the member was changed in the meantime: read it again")]
    Stale,
    /// The member cannot be changed like that.
    #[error(transparent)]
    Refused(#[from] MemberError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a member another role; it holds from their next request on.
///
/// # Errors
/// When the caller may not, there is no such member in their organization, it was changed by
/// someone else, it is the last owner, or storage fails.
pub async fn change_role(
    env: &Env,
    caller: &Caller,
    command: Command,
) -> Result<Stored<Member>, Error> {
    caller.require(Permission::ManageMembers)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    // Counted before the member is read: counting holds off others who take owners away.
    let other_owners = work.members().count_other_owners(command.id).await?;
    let read = work
        .members()
        .find(command.id)
        .await?
        .ok_or(Error::NotFound)?;
    if command
        .expected
        .is_some_and(|expected| expected != read.version)
    {
        return Err(Error::Stale);
    }
    let (member, event) = read.value.clone().change_role(command.role, other_owners)?;
    if member == read.value {
        work.commit().await?;
        return Ok(read);
    }
    let version = work.members().save(&member, read.version).await?;
    let by = (caller.actor.clone(), caller.request.clone());
    super::record(&mut *work, by, command.id, &event, now).await?;
    work.commit().await?;
    Ok(Stored {
        value: member,
        version,
    })
}

#[cfg(test)]
mod tests;
