use aiia_keys_domain::{Role, Status};
use aiia_keys_ports::{
    Version,
    mock::{MockRevocationBarrier, MockStore},
};

use super::*;
use crate::testing::{
    env, expect_invalidation, expect_trail, expect_waits, key_id, member, now, program, stored_key,
    work,
};

fn command() -> Command {
    Command {
        id: key_id(1),
        reason: Some(RevocationReason::new("laptop stolen").unwrap()),
    }
}

#[tokio::test]
async fn a_key_is_revoked_with_its_reason_in_one_unit_of_work() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:findings"))));
    work.keys.expect_save().once().returning(|key, read| {
        assert_eq!(key.status(now()), Status::Revoked);
        assert_eq!(
            read,
            Version::new(4),
            "guarded by the version that was read"
        );
        Ok(read.next())
    });
    expect_trail(&mut work, &["key.revoked"]);
    expect_invalidation(&mut work, Invalidation::KeyRevoked(key_id(1)));
    let (mut env, store) = env(MockStore::with(work));
    expect_waits(&mut env, &[Some(8)]);

    let revoked = revoke(&env, &member(Role::Administrator), command())
        .await
        .unwrap();

    assert_eq!(revoked.version, Version::new(5));
    let revocation = revoked.value.revocation().unwrap();
    assert_eq!(
        revocation.reason.as_ref().unwrap().as_str(),
        "laptop stolen"
    );
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn a_repeated_revocation_changes_nothing() {
    let mut work = work();
    work.keys.expect_find().return_once(|_| {
        let Stored { value, version } = stored_key("read:findings");
        let (value, _) = value
            .revoke(aiia_keys_domain::Actor::System, None, now())
            .unwrap();
        Ok(Some(Stored { value, version }))
    });
    let (mut env, _) = env(MockStore::with(work));
    // Whoever did it first may not have waited to the end.
    expect_waits(&mut env, &[None]);
    let revoked = revoke(&env, &member(Role::Owner), command()).await.unwrap();
    assert_eq!(
        revoked.value.revocation().unwrap().reason,
        None,
        "the first one stands"
    );
}

#[tokio::test]
async fn a_revocation_wins_against_a_change_at_the_same_moment() {
    let mut first = work();
    first
        .keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:findings"))));
    first
        .keys
        .expect_save()
        .return_once(|_, _| Err(StoreError::Conflict("version")));
    let mut second = work();
    second.keys.expect_find().return_once(|_| {
        Ok(Some(Stored {
            version: Version::new(9),
            ..stored_key("read:findings")
        }))
    });
    second
        .keys
        .expect_save()
        .return_once(|_, read| Ok(read.next()));
    expect_trail(&mut second, &["key.revoked"]);
    expect_invalidation(&mut second, Invalidation::KeyRevoked(key_id(1)));
    let (env, store) = env(MockStore::with(first).and(second));

    let revoked = revoke(&env, &member(Role::Owner), command()).await.unwrap();

    assert_eq!(revoked.version, Version::new(10));
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn it_gives_up_when_the_key_never_holds_still() {
    let mut store = MockStore::default();
    for _ in 0..ATTEMPTS {
        let mut work = work();
        work.keys
            .expect_find()
            .return_once(|_| Ok(Some(stored_key("read:findings"))));
        work.keys
            .expect_save()
            .return_once(|_, _| Err(StoreError::Conflict("version")));
        store = store.and(work);
    }
    let (env, store) = env(store);
    let refused = revoke(&env, &member(Role::Owner), command())
        .await
        .unwrap_err();
    assert!(
        matches!(refused, Error::Store(StoreError::Conflict(_))),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn what_another_organization_has_is_not_found() {
    let mut work = work();
    work.keys.expect_find().return_once(|_| Ok(None));
    let (env, _) = env(MockStore::with(work));
    let refused = revoke(&env, &program("admin:keys"), command())
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::NotFound), "{refused:?}");
}

#[tokio::test]
async fn who_may_not_never_reaches_storage() {
    let (env, _) = env(MockStore::default());
    let refused = revoke(&env, &member(Role::Auditor), command())
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
}

#[tokio::test]
async fn a_revocation_that_does_not_hold_everywhere_yet_is_not_answered() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:findings"))));
    work.keys
        .expect_save()
        .return_once(|_, read| Ok(read.next()));
    expect_trail(&mut work, &["key.revoked"]);
    expect_invalidation(&mut work, Invalidation::KeyRevoked(key_id(1)));
    let (mut env, store) = env(MockStore::with(work));
    let mut barrier = MockRevocationBarrier::new();
    barrier
        .expect_pass()
        .once()
        .returning(|_| Err(StoreError::Conflict("nodes are not reached")));
    env.verification.barrier = Box::new(barrier);
    let refused = revoke(&env, &member(Role::Owner), command()).await;
    assert!(matches!(refused, Err(Error::Store(_))), "{refused:?}");
    assert_eq!(store.commits(), 1, "and is not tried again");
}
