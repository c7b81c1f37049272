mod once;

use aiia_keys_domain::{Policy, Role, Timestamp};
use aiia_keys_ports::mock::{MockStore, MockUnitOfWork};

use super::*;
use crate::testing::{
    env, expect_trail, member, organization_id, organization_with, program, scopes, work,
};

fn command(scope_text: &str) -> Command {
    Command {
        label: Label::new("ServiceNow Integration Key").unwrap(),
        scopes: scopes(scope_text),
        sources: SourceAddresses::Anywhere,
        expiration: Expiration::Days90,
        rate_limit: None,
    }
}

#[tokio::test]
async fn a_key_is_stored_by_its_digest_and_shown_once() {
    let mut work = work();
    work.keys
        .expect_count_active()
        .return_once(|_: Timestamp| Ok(0));
    work.keys
        .expect_insert()
        .once()
        .returning(|key, credential| {
            assert_eq!(key.data().scopes.to_string(), "read:findings");
            assert_eq!(credential.pepper.get(), 2, "the current pepper");
            Ok(())
        });
    expect_trail(&mut work, &["key.generated"]);
    let (env, store) = env(MockStore::with(work));

    let caller = member(Role::Administrator);
    let generated = generate(&env, &caller, command("read:findings"))
        .await
        .unwrap();

    assert!(env.format.parse(generated.secret.expose()).is_ok());
    assert_eq!(generated.key.value.data().mask, generated.secret.mask());
    assert_eq!(generated.key.version, Version::FIRST);
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn who_may_not_never_reaches_storage() {
    let (env, store) = env(MockStore::default());
    for caller in [member(Role::Auditor), program("read:findings")] {
        let refused = generate(&env, &caller, command("read:findings"))
            .await
            .unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
    }
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn a_key_passes_on_at_most_its_own_scopes() {
    let mut work = work();
    work.keys.expect_count_active().return_once(|_| Ok(0));
    let (env, store) = env(MockStore::with(work));
    let caller = program("admin:keys read:findings");
    let refused = generate(&env, &caller, command("write:findings"))
        .await
        .unwrap_err();
    assert!(
        matches!(refused, Error::Refused(IssueError::BeyondIssuer(_))),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn a_full_organization_gets_no_further_key() {
    let mut work = MockUnitOfWork::new(organization_id());
    work.organizations.expect_find().return_once(|| {
        let policy = Policy {
            maximum_active_keys: 3,
            ..Policy::default()
        };
        Ok(Some(Stored {
            value: organization_with(policy),
            version: Version::FIRST,
        }))
    });
    work.keys.expect_count_active().return_once(|_| Ok(3));
    let (env, store) = env(MockStore::with(work));
    let refused = generate(&env, &member(Role::Owner), command("read:findings"))
        .await
        .unwrap_err();
    assert!(
        matches!(
            refused,
            Error::Refused(IssueError::TooManyKeys { maximum: 3 })
        ),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn without_its_trail_entry_there_is_no_key() {
    let mut work = work();
    work.keys.expect_count_active().return_once(|_| Ok(0));
    work.keys.expect_insert().return_once(|_, _| Ok(()));
    work.trail
        .expect_append()
        .return_once(|_| Err(StoreError::Unavailable("the disk is full".into())));
    let (env, store) = env(MockStore::with(work));
    let refused = generate(&env, &member(Role::Owner), command("read:findings"))
        .await
        .unwrap_err();
    assert!(
        matches!(refused, Error::Store(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn a_commit_that_fails_shows_no_key() {
    let mut work = work().failing_to_commit(StoreError::Unavailable("gone".into()));
    work.keys.expect_count_active().return_once(|_| Ok(0));
    work.keys.expect_insert().return_once(|_, _| Ok(()));
    expect_trail(&mut work, &["key.generated"]);
    let (env, _) = env(MockStore::with(work));
    assert!(
        generate(&env, &member(Role::Owner), command("read:findings"))
            .await
            .is_err()
    );
}
