//! Looking at one member.

use aiia_keys_domain::{Caller, Forbidden, Member, MemberId, Permission};
use aiia_keys_ports::{StoreError, Stored};

use crate::Env;

/// The member was not shown.
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
}

/// Finds a member of the caller's organization, removed or not: the trail names those who were, too.
///
/// # Errors
/// When the caller may not, there is no such member in their organization, or storage fails.
pub async fn find(env: &Env, caller: &Caller, id: MemberId) -> Result<Stored<Member>, Error> {
    caller.require(Permission::ReadMembers)?;
    let mut work = env.store.begin(caller.organization).await?;
    let found = work.members().find(id).await?;
    work.commit().await?;
    found.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Role;
    use aiia_keys_ports::mock::MockStore;

    use super::*;
    use crate::testing::{env, member, member_id, program, stored_member, work};

    #[tokio::test]
    async fn every_member_may_look_at_every_other_and_no_key_may() {
        for caller in Role::ALL.map(member) {
            let mut work = work();
            work.members
                .expect_find()
                .return_once(|_| Ok(Some(stored_member(1, Role::Owner))));
            let (env, _) = env(MockStore::with(work));
            let found = find(&env, &caller, member_id(1)).await.unwrap();
            assert_eq!(found.value.id(), member_id(1));
        }
        let (env, _) = env(MockStore::default());
        let refused = find(&env, &program("*"), member_id(1)).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden(Forbidden::PeopleOnly)));
    }

    #[tokio::test]
    async fn who_is_not_there_is_not_found() {
        let mut work = work();
        work.members.expect_find().return_once(|_| Ok(None));
        let (env, _) = env(MockStore::with(work));
        let refused = find(&env, &member(Role::Owner), member_id(1)).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
}
