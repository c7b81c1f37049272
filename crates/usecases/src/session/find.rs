//! Looking at one's own session.

use aiia_keys_domain::{MemberState, Session};
use aiia_keys_ports::StoreError;

use super::Current;
use crate::{Env, organization};

/// The session was not shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Its member was removed in the meantime.
    #[error("there is no such session: sign in")]
    Unknown,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Tells whose a session is that was [recognised](super::authenticate).
///
/// # Errors
/// When its member was removed in the meantime, or storage fails.
pub async fn find(env: &Env, session: Session) -> Result<Current, Error> {
    let mut work = env.store.begin(session.organization).await?;
    let organization = organization::current(&mut *work).await?.value;
    let found = work.members().find(session.member).await?;
    work.commit().await?;
    let member = found
        .map(|stored| stored.value)
        .filter(|member| member.state() == MemberState::Active)
        .ok_or(Error::Unknown)?;
    Ok(Current {
        organization,
        member,
        session,
    })
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::{Role, SessionId};
    use aiia_keys_ports::mock::MockStore;
    use uuid::Uuid;

    use super::*;
    use crate::testing::{env, member_id, now, organization_id, stored_member, work};

    fn session() -> Session {
        let id = SessionId::from_uuid(Uuid::from_u128(1));
        Session::begin(id, organization_id(), member_id(1), now())
    }

    #[tokio::test]
    async fn a_session_tells_its_member_and_organization() {
        let mut work = work();
        work.members
            .expect_find()
            .return_once(|_| Ok(Some(stored_member(1, Role::Auditor))));
        let (env, _) = env(MockStore::with(work));
        let current = find(&env, session()).await.unwrap();
        assert_eq!(current.member.id(), member_id(1));
        assert_eq!(current.organization.id(), organization_id());
        assert_eq!(current.session, session());
    }

    #[tokio::test]
    async fn who_was_removed_a_moment_ago_has_no_session() {
        let mut work = work();
        work.members.expect_find().return_once(|_| {
            let mut stored = stored_member(1, Role::Auditor);
            stored.value = stored.value.remove(1, now()).unwrap().0;
            Ok(Some(stored))
        });
        let (env, _) = env(MockStore::with(work));
        let refused = find(&env, session()).await.unwrap_err();
        assert!(matches!(refused, Error::Unknown), "{refused:?}");
    }
}
