use aiia_keys_domain::{Invitation, Role, Timestamp};
use aiia_keys_ports::{
    PasswordHash,
    mock::{MockPasswordHasher, MockStore, MockUnitOfWork},
};

use super::*;
use crate::testing::{env, expect_trail, member_id, now, organization_id, stored_member, work};

fn command() -> Command {
    Command {
        organization: organization_id(),
        token: InvitationToken::generate([5; 32]),
        password: Password::new("correct horse battery").unwrap(),
        request: None,
    }
}

/// A unit of work with Ada's invitation, issued at an instant.
fn invited(at: Timestamp) -> MockUnitOfWork {
    let mut work = work();
    work.invitations.expect_find().return_once(move |digest| {
        let known = *digest == InvitationToken::generate([5; 32]).digest();
        Ok(known.then(|| Invitation::issue(organization_id(), member_id(1), at)))
    });
    work
}

fn with_hasher(store: MockStore) -> (Env, std::sync::Arc<MockStore>) {
    let (mut env, store) = env(store);
    let mut passwords = MockPasswordHasher::new();
    passwords
        .expect_hash()
        .returning(|_| Ok(PasswordHash::new("$argon2id$…")));
    env.passwords = Box::new(passwords);
    (env, store)
}

#[tokio::test]
async fn a_password_is_set_once_and_ends_all_sessions() {
    let mut work = invited(now());
    work.members
        .expect_find()
        .return_once(|_| Ok(Some(stored_member(1, Role::Auditor))));
    work.members
        .expect_save_password()
        .once()
        .returning(|id, hash| {
            assert_eq!((id, hash.expose()), (member_id(1), "$argon2id$…"));
            Ok(())
        });
    work.invitations
        .expect_save()
        .once()
        .returning(|invitation| {
            assert_eq!(invitation.accepted_at, Some(now()));
            Ok(())
        });
    work.sessions
        .expect_end_all()
        .once()
        .returning(|_, _| Ok(2));
    expect_trail(&mut work, &["member.password_set"]);
    let (env, store) = with_hasher(MockStore::with(work));
    assert_eq!(accept(&env, command()).await.unwrap().id(), member_id(1));
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn an_old_invitation_is_over() {
    let long_ago = now().saturating_sub(Invitation::LIFETIME);
    let (env, store) = with_hasher(MockStore::with(invited(long_ago)));
    let refused = accept(&env, command()).await.unwrap_err();
    assert!(
        matches!(refused, Error::Over(InvitationOver::Expired)),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn a_token_that_nobody_was_given_finds_nothing() {
    let (env, _) = with_hasher(MockStore::with(invited(now())));
    let guessed = Command {
        token: InvitationToken::generate([6; 32]),
        ..command()
    };
    let refused = accept(&env, guessed).await.unwrap_err();
    assert!(matches!(refused, Error::NotFound), "{refused:?}");
}

#[tokio::test]
async fn who_was_removed_in_the_meantime_sets_no_password() {
    let mut work = invited(now());
    work.members.expect_find().return_once(|_| {
        let mut stored = stored_member(1, Role::Auditor);
        stored.value = stored.value.remove(1, now()).unwrap().0;
        Ok(Some(stored))
    });
    let (env, store) = with_hasher(MockStore::with(work));
    let refused = accept(&env, command()).await.unwrap_err();
    assert!(matches!(refused, Error::NotFound), "{refused:?}");
    assert_eq!(store.commits(), 0);
}
