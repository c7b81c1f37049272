use aiia_keys_domain::{Role, Setup};
use aiia_keys_ports::{
    PasswordHash,
    mock::{MockPasswordHasher, MockStore, MockUnitOfWork},
};

use super::*;
use crate::{
    setup::testing::{expect_founding, open, organization, owner, with},
    testing::{env, now},
};

fn command(token: u8) -> Command {
    Command {
        token: SetupToken::generate([token; 32]),
        organization: organization(),
        owner: owner(),
        password: Password::new("correct horse battery").unwrap(),
        request: None,
    }
}

fn with_hasher(work: MockUnitOfWork) -> (Env, std::sync::Arc<MockStore>) {
    let (mut env, store) = env(MockStore::with(work));
    let mut passwords = MockPasswordHasher::new();
    passwords
        .expect_hash()
        .returning(|_| Ok(PasswordHash::new("$argon2id$…")));
    env.passwords = Box::new(passwords);
    (env, store)
}

#[tokio::test]
async fn organization_owner_password_and_session_are_made_at_once() {
    let mut work = with(Some(open()));
    expect_founding(
        &mut work,
        &[
            "organization.founded",
            "member.joined",
            "member.password_set",
        ],
    );
    work.members
        .expect_save_password()
        .once()
        .returning(|_, hash| {
            assert_eq!(hash.expose(), "$argon2id$…");
            Ok(())
        });
    work.sessions
        .expect_insert()
        .once()
        .returning(|_, _| Ok(()));
    work.setup.expect_save().once().returning(|setup| {
        assert_eq!(*setup, Setup::Completed { at: now() });
        Ok(())
    });
    let (env, store) = with_hasher(work);
    let Current {
        organization,
        member,
        session,
    } = complete(&env, command(5)).await.unwrap().current;
    assert_eq!(member.role(), Role::Owner);
    assert_eq!(session.member, member.id());
    assert_eq!(member.organization(), organization.id());
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn without_the_right_link_nothing_is_made_or_hashed() {
    for (stored, token) in [(Some(open()), 6), (Some(Setup::Unissued), 5), (None, 5)] {
        let (env, store) = env(MockStore::with(with(stored)));
        let refused = complete(&env, command(token)).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(_)), "{refused:?}");
        assert_eq!(store.commits(), 0);
    }
}

#[tokio::test]
async fn a_taken_slug_is_named_and_the_link_goes_on_working() {
    let mut work = with(Some(open()));
    work.organizations
        .expect_insert()
        .return_once(|_| Err(StoreError::Conflict("slug")));
    let (env, store) = with_hasher(work);
    let refused = complete(&env, command(5)).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the slug example-audit is taken: choose another one"
    );
    assert_eq!(store.commits(), 0);
}
