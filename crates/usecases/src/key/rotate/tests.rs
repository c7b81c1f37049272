mod once;

use aiia_keys_domain::{Role, Status};
use aiia_keys_ports::mock::{MockStore, MockUnitOfWork};

use super::*;
use crate::testing::{
    env, expect_invalidation, expect_trail, expect_waits, key_id, member, now, program, scopes,
    stored_key, work,
};

fn command() -> Command {
    Command {
        id: key_id(1),
        overlap: Overlap::default(),
        expiration: None,
        scopes: None,
    }
}

#[tokio::test]
async fn both_keys_and_both_entries_are_stored_together() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:*"))));
    work.keys.expect_insert().once().returning(|successor, _| {
        assert_eq!(successor.data().predecessor, Some(key_id(1)));
        Ok(())
    });
    work.keys
        .expect_save()
        .once()
        .returning(|_, read| Ok(read.next()));
    expect_trail(&mut work, &["key.generated", "key.rotated"]);
    expect_invalidation(&mut work, Invalidation::KeyChanged(key_id(1)));
    let (mut env, store) = env(MockStore::with(work));
    expect_waits(&mut env, &[Some(8)]);

    let rotated = rotate(&env, &member(Role::Administrator), command())
        .await
        .unwrap();

    let successor = rotated.successor.value;
    assert_eq!(
        rotated.predecessor.value.successor(),
        Some(successor.data().id)
    );
    assert_eq!(rotated.predecessor.value.status(now()), Status::Active);
    assert_eq!(rotated.predecessor.version, Version::new(5));
    assert_eq!(successor.data().mask, rotated.secret.mask());
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn without_overlap_nodes_hear_of_a_revocation() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:*"))));
    work.keys.expect_insert().returning(|_, _| Ok(()));
    work.keys.expect_save().returning(|_, read| Ok(read.next()));
    expect_trail(&mut work, &["key.generated", "key.rotated"]);
    expect_invalidation(&mut work, Invalidation::KeyRevoked(key_id(1)));
    let (mut env, _) = env(MockStore::with(work));
    expect_waits(&mut env, &[Some(8)]);
    let at_once = Command {
        overlap: Overlap::new(std::time::Duration::ZERO).unwrap(),
        ..command()
    };
    let rotated = rotate(&env, &member(Role::Owner), at_once).await.unwrap();
    assert_eq!(rotated.predecessor.value.status(now()), Status::Revoked);
}

#[tokio::test]
async fn a_refused_rotation_leaves_the_key_as_it_was() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:findings"))));
    let (env, store) = env(MockStore::with(work));
    let wider = Command {
        scopes: Some(scopes("read:*")),
        ..command()
    };
    let refused = rotate(&env, &member(Role::Owner), wider).await.unwrap_err();
    assert!(
        matches!(refused, Error::Refused(RotateError::Scopes(_))),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn a_key_rotates_only_what_it_could_have_made() {
    let mut work = work();
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("admin:sync"))));
    let (env, _) = env(MockStore::with(work));
    let refused = rotate(&env, &program("admin:keys"), command())
        .await
        .unwrap_err();
    assert!(
        matches!(refused, Error::Refused(RotateError::Issue(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_another_organization_has_is_not_found() {
    let mut work = work();
    work.keys.expect_find().return_once(|_| Ok(None));
    let (env, _) = env(MockStore::with(work));
    let refused = rotate(&env, &member(Role::Owner), command())
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::NotFound), "{refused:?}");
}
