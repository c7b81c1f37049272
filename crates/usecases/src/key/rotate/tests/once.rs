//! A rotation that its caller may repeat.

use aiia_keys_domain::RequestDigest;

use super::*;
use crate::testing::{done, expect_look, expect_note, named};

/// A unit of work in which the key is rotated, after its caller named that.
fn rotating() -> MockUnitOfWork {
    let mut work = work();
    expect_look(&mut work, None);
    work.keys
        .expect_find()
        .return_once(|_| Ok(Some(stored_key("read:*"))));
    work.keys.expect_insert().once().returning(|_, _| Ok(()));
    work.keys
        .expect_save()
        .once()
        .returning(|_, read| Ok(read.next()));
    expect_trail(&mut work, &["key.generated", "key.rotated"]);
    expect_invalidation(&mut work, Invalidation::KeyChanged(key_id(1)));
    work
}

#[tokio::test]
async fn what_was_not_done_is_done_noted_and_told_to_other_nodes() {
    let mut work = rotating();
    let (other, _) = env(MockStore::default());
    let made = KeyId::from_uuid(generate_uuid(&*other.entropy, now()).unwrap());
    expect_note(&mut work, Subject::Key(made));
    let (mut env, store) = env(MockStore::with(work));
    expect_waits(&mut env, &[Some(8)]);
    let outcome = rotate_once(&env, &member(Role::Owner), command(), named()).await;
    let Outcome::Made(rotated) = outcome.unwrap() else {
        panic!("it was not done before");
    };
    assert_eq!(rotated.successor.value.data().id, made);
    assert_eq!(rotated.predecessor.value.successor(), Some(made));
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn a_repeat_rotates_nothing_and_waits_for_other_nodes_once_more() {
    let mut work = work();
    expect_look(&mut work, Some(done(Subject::Key(key_id(2)), now())));
    let mut asked = [key_id(2), key_id(1)].into_iter();
    work.keys.expect_find().times(2).returning(move |id| {
        assert_eq!(asked.next(), Some(id));
        Ok(Some(stored_key("read:*")))
    });
    let (mut env, _) = env(MockStore::with(work));
    expect_waits(&mut env, &[None]);
    let outcome = rotate_once(&env, &member(Role::Owner), command(), named()).await;
    let Outcome::Repeated(repeated) = outcome.unwrap() else {
        panic!("it was done before");
    };
    let both = [repeated.predecessor, repeated.successor];
    assert_eq!(both, [stored_key("read:*"), stored_key("read:*")]);
}

#[tokio::test]
async fn another_request_under_the_same_name_is_refused() {
    let mut work = work();
    expect_look(&mut work, Some(done(Subject::Key(key_id(2)), now())));
    let (mut env, store) = env(MockStore::with(work));
    expect_waits(&mut env, &[]);
    let other = Named {
        request: RequestDigest::of("POST /api/v1/example", b"[]"),
        ..named()
    };
    let refused = rotate_once(&env, &member(Role::Owner), command(), other).await;
    assert!(matches!(refused, Err(Error::Reused(_))), "{refused:?}");
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn what_cannot_be_noted_is_not_done() {
    let mut work = rotating();
    work.idempotency
        .expect_save()
        .return_once(|_| Err(StoreError::Unavailable("the disk is full".into())));
    let (mut env, store) = env(MockStore::with(work));
    expect_waits(&mut env, &[]);
    let refused = rotate_once(&env, &member(Role::Owner), command(), named()).await;
    assert!(
        matches!(refused, Err(Error::Store(StoreError::Unavailable(_)))),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn who_may_not_does_not_learn_whether_it_was_done() {
    let (env, _) = env(MockStore::default());
    let refused = rotate_once(&env, &member(Role::Auditor), command(), named()).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
}
