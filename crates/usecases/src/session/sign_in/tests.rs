use aiia_keys_domain::Role;
use aiia_keys_ports::mock::{
    MockOrganizationDirectory, MockPasswordHasher, MockStore, MockUnitOfWork,
};

use super::*;
use crate::testing::{env, now, organization_id, stored_member, work};

const RIGHT: &str = "correct horse battery";

fn command(password: &str) -> Command {
    Command {
        organization: "example-audit".parse().unwrap(),
        email: "ada1@example.com".parse().unwrap(),
        password: Password::new(password).unwrap(),
    }
}

/// An environment in which Ada has a password; every comparison is counted by the mock.
fn env_with(store: MockStore, known: bool) -> (Env, std::sync::Arc<MockStore>) {
    let (mut env, store) = env(store);
    let mut directory = MockOrganizationDirectory::new();
    directory
        .expect_find()
        .returning(move |_| Ok(known.then(organization_id)));
    env.directory = Box::new(directory);
    let mut passwords = MockPasswordHasher::new();
    passwords
        .expect_verify()
        .once()
        .returning(|password, hash| Ok(hash.is_some() && password.expose() == RIGHT));
    env.passwords = Box::new(passwords);
    (env, store)
}

fn look_up(password: Option<&'static str>) -> MockUnitOfWork {
    let mut work = work();
    work.members
        .expect_find_by_email()
        .return_once(|_| Ok(Some(stored_member(1, Role::Owner))));
    work.members
        .expect_find_password()
        .return_once(move |_| Ok(password.map(PasswordHash::new)));
    work
}

/// Whether the password is still the one that was compared.
fn confirming(is: bool) -> MockUnitOfWork {
    let mut work = work();
    work.members
        .expect_confirm_password()
        .once()
        .returning(move |_, hash| {
            assert_eq!(hash.expose(), "hash");
            Ok(is)
        });
    work
}

#[tokio::test]
async fn a_password_that_was_replaced_meanwhile_begins_no_session() {
    let store = MockStore::with(look_up(Some("hash"))).and(confirming(false));
    let (env, store) = env_with(store, true);
    let refused = sign_in(&env, command(RIGHT)).await.unwrap_err();
    assert!(matches!(refused, Error::Wrong), "{refused:?}");
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn a_session_is_stored_by_its_digest() {
    let mut begin = confirming(true);
    begin
        .sessions
        .expect_insert()
        .once()
        .returning(|session, digest| {
            assert_eq!(session.created_at, now());
            assert_eq!(*digest, SessionToken::generate([7; 32]).digest());
            Ok(())
        });
    let (env, store) = env_with(MockStore::with(look_up(Some("hash"))).and(begin), true);
    let signed_in = sign_in(&env, command(RIGHT)).await.unwrap();
    let current = signed_in.current;
    assert_eq!(current.session.member, current.member.id());
    assert_eq!(current.organization.id(), organization_id());
    assert_eq!(store.commits(), 2);
}

#[tokio::test]
async fn every_wrong_part_is_answered_alike_after_one_comparison() {
    let mut stranger = work();
    stranger
        .members
        .expect_find_by_email()
        .return_once(|_| Ok(None));
    let cases = [
        (
            "password",
            MockStore::with(look_up(Some("hash"))),
            true,
            "another password",
        ),
        (
            "no password set",
            MockStore::with(look_up(None)),
            true,
            RIGHT,
        ),
        ("address", MockStore::with(stranger), true, RIGHT),
        ("organization", MockStore::default(), false, RIGHT),
    ];
    for (wrong, store, known, password) in cases {
        // The mock counts: one comparison each, whatever is wrong.
        let (env, _) = env_with(store, known);
        let refused = sign_in(&env, command(password)).await.unwrap_err();
        assert!(matches!(refused, Error::Wrong), "{wrong}: {refused:?}");
    }
}
