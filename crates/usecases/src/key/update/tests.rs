use aiia_keys_domain::Role;
use aiia_keys_ports::mock::MockStore;

use super::*;
use crate::testing::{
    env, expect_invalidation, expect_trail, expect_waits, key_id, member, program_limited, scopes,
    stored_key, work,
};

fn nothing() -> Command {
    Command {
        id: key_id(1),
        expected: None,
        label: None,
        scopes: None,
        sources: None,
        rate_limit: None,
    }
}

#[tokio::test]
async fn each_change_has_its_entry_and_all_are_one_unit_of_work() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:*"))));
    work.keys
        .expect_save()
        .times(4)
        .returning(|_, read| Ok(read.next()));
    expect_trail(
        &mut work,
        &[
            "key.scopes_narrowed",
            "key.sources_narrowed",
            "key.rate_limit_changed",
            "key.renamed",
        ],
    );
    expect_invalidation(&mut work, Invalidation::KeyChanged(key_id(1)));
    let (mut env, store) = env(MockStore::with(work));
    expect_waits(&mut env, &[Some(8)]);
    let command = Command {
        label: Some(Label::new("Weekly export").unwrap()),
        scopes: Some(scopes("read:findings")),
        sources: Some(SourceAddresses::Only("203.0.113.0/24".parse().unwrap())),
        rate_limit: Some(Some("600/1m".parse().unwrap())),
        expected: Some(Version::new(4)),
        ..nothing()
    };

    let updated = update(&env, &member(Role::Administrator), command)
        .await
        .unwrap();

    assert_eq!(updated.version, Version::new(8));
    assert_eq!(updated.value.data().label.as_str(), "Weekly export");
    assert_eq!(updated.value.data().scopes.to_string(), "read:findings");
    assert_eq!(updated.value.data().sources.to_string(), "203.0.113.0/24");
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn what_is_so_already_is_no_change() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:*"))));
    let (mut env, _) = env(MockStore::with(work));
    // Whoever narrowed it may not have waited to the end.
    expect_waits(&mut env, &[None]);
    let same = Command {
        label: Some(Label::new("Nightly export").unwrap()),
        scopes: Some(scopes("read:*")),
        sources: Some(SourceAddresses::Anywhere),
        rate_limit: Some(None),
        ..nothing()
    };
    let updated = update(&env, &member(Role::Owner), same).await.unwrap();
    assert_eq!(updated, stored_key("read:*"));
}

#[tokio::test]
async fn a_stale_version_changes_nothing() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:*"))));
    let (env, store) = env(MockStore::with(work));
    let stale = Command {
        expected: Some(Version::new(3)),
        label: Some(Label::new("Weekly export").unwrap()),
        ..nothing()
    };
    let refused = update(&env, &member(Role::Owner), stale).await.unwrap_err();
    assert!(matches!(refused, Error::Stale), "{refused:?}");
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn one_refused_change_undoes_the_others() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:*"))));
    let (env, store) = env(MockStore::with(work));
    let mixed = Command {
        label: Some(Label::new("Weekly export").unwrap()),
        scopes: Some(scopes("write:findings")),
        ..nothing()
    };
    let refused = update(&env, &member(Role::Owner), mixed).await.unwrap_err();
    assert!(
        matches!(refused, Error::Narrow(NarrowError::Scopes(_))),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn a_key_does_not_raise_a_limit_above_its_own() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:*"))));
    let (env, store) = env(MockStore::with(work));
    let raise = Command {
        rate_limit: Some(Some("601/1m".parse().unwrap())),
        ..nothing()
    };
    let caller = program_limited("admin:keys", "600/1m");
    let refused = update(&env, &caller, raise).await.unwrap_err();
    assert!(
        matches!(refused, Error::Limit(LimitError::BeyondCaller { .. })),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}
