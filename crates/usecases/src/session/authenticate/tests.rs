use aiia_keys_domain::{Role, SessionId, Timestamp};
use aiia_keys_ports::mock::{MockStore, MockUnitOfWork};
use uuid::Uuid;

use super::*;
use crate::testing::{env, member_id, now, organization_id, stored_member, work};

fn command() -> Command {
    Command {
        organization: organization_id(),
        token: SessionToken::generate([5; 32]),
        request: None,
    }
}

/// A unit of work with a session of Ada's that was last used at an instant.
fn with_session(last_used_at: Timestamp) -> MockUnitOfWork {
    let mut work = work();
    work.sessions.expect_find().return_once(move |digest| {
        let id = SessionId::from_uuid(Uuid::from_u128(1));
        let session = Session::begin(id, organization_id(), member_id(1), last_used_at);
        Ok((*digest == SessionToken::generate([5; 32]).digest()).then_some(session))
    });
    work
}

fn ago(seconds: u64) -> Timestamp {
    now().saturating_sub(Duration::from_secs(seconds))
}

#[tokio::test]
async fn a_session_gives_its_member_with_the_role_they_have_now() {
    let mut work = with_session(ago(1));
    work.members
        .expect_find()
        .return_once(|_| Ok(Some(stored_member(1, Role::Auditor))));
    let (env, _) = env(MockStore::with(work));
    let Authenticated { caller, session } = authenticate(&env, command()).await.unwrap();
    assert_eq!(caller.actor, Actor::Member(member_id(1)));
    assert!(matches!(caller.authority, Authority::Member(Role::Auditor)));
    assert_eq!(session.last_used_at, now());
}

#[tokio::test]
async fn its_use_is_noted_once_a_minute() {
    let mut work = with_session(ago(60));
    work.members
        .expect_find()
        .return_once(|_| Ok(Some(stored_member(1, Role::Owner))));
    work.sessions.expect_save().once().returning(|session| {
        assert_eq!(session.last_used_at, now());
        Ok(())
    });
    let (env, store) = env(MockStore::with(work));
    authenticate(&env, command()).await.unwrap();
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn unknown_idle_and_orphaned_sessions_are_refused() {
    let (env_idle, _) = env(MockStore::with(with_session(ago(1800))));
    let idle = authenticate(&env_idle, command()).await.unwrap_err();
    assert!(matches!(idle, Error::Over(SessionOver::Idle)), "{idle:?}");

    let (env_unknown, _) = env(MockStore::with(with_session(ago(1))));
    let guessed = Command {
        token: SessionToken::generate([6; 32]),
        ..command()
    };
    let unknown = authenticate(&env_unknown, guessed).await.unwrap_err();
    assert!(matches!(unknown, Error::Unknown), "{unknown:?}");

    let mut removed = with_session(ago(1));
    removed.members.expect_find().return_once(|_| {
        let mut stored = stored_member(1, Role::Auditor);
        stored.value = stored.value.remove(1, now()).unwrap().0;
        Ok(Some(stored))
    });
    let (env_removed, _) = env(MockStore::with(removed));
    let orphaned = authenticate(&env_removed, command()).await.unwrap_err();
    assert!(matches!(orphaned, Error::Unknown), "{orphaned:?}");
}
