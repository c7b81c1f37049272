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
    /// The caller's organization has no such member.
    #[error("there is no such member")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends all sessions of a member: one's own, or anyone's for who manages members. Tells how many.
///
/// # Errors
/// When the caller may not, there is no such member in their organization, or storage fails.
pub async fn end_all(env: &Env, caller: &Caller, member: MemberId) -> Result<usize, Error> {
    if caller.actor != Actor::Member(member) {
        caller.require(Permission::ManageMembers)?;
    }
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    work.members().find(member).await?.ok_or(Error::NotFound)?;
    let ended = work.sessions().end_all(member, now).await?;
    work.commit().await?;
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Role;
    use aiia_keys_ports::mock::MockStore;

    use super::*;
    use crate::testing::{env, member, member_id, now, stored_member, work};

    /// The member with this number and role, as a caller.
    fn signed_in(number: u128, role: Role) -> Caller {
        Caller {
            actor: Actor::Member(member_id(number)),
            ..member(role)
        }
    }

    /// Storage in which Ada has two sessions.
    fn with_sessions() -> MockStore {
        let mut work = work();
        work.members
            .expect_find()
            .return_once(|_| Ok(Some(stored_member(1, Role::Auditor))));
        work.sessions
            .expect_end_all()
            .once()
            .returning(|ended, at| {
                assert_eq!((ended, at), (member_id(1), now()));
                Ok(2)
            });
        MockStore::with(work)
    }

    #[tokio::test]
    async fn ones_own_are_ended_whatever_the_role_and_anyones_by_who_manages_members() {
        for caller in [signed_in(1, Role::Auditor), signed_in(9, Role::Owner)] {
            let (env, store) = env(with_sessions());
            assert_eq!(end_all(&env, &caller, member_id(1)).await.unwrap(), 2);
            assert_eq!(store.commits(), 1);
        }
    }

    #[tokio::test]
    async fn somebody_elses_go_on_when_the_caller_may_not() {
        let (env, _) = env(MockStore::default());
        let caller = signed_in(9, Role::Administrator);
        let refused = end_all(&env, &caller, member_id(1)).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
    }

    #[tokio::test]
    async fn who_is_not_there_is_not_found() {
        let mut work = work();
        work.members.expect_find().return_once(|_| Ok(None));
        let (env, store) = env(MockStore::with(work));
        let caller = signed_in(9, Role::Owner);
        let refused = end_all(&env, &caller, member_id(1)).await.unwrap_err();
        assert!(matches!(refused, Error::NotFound), "{refused:?}");
        assert_eq!(store.commits(), 0);
    }
}
