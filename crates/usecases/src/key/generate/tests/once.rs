//! A generation that its caller may repeat.

use aiia_keys_domain::{DoneRequest, RequestDigest};
use uuid::Uuid;

use super::*;
use crate::testing::{done, expect_look, expect_note, key_id, named, now, stored_key};

/// The id that comes of the randomness of tests.
fn made() -> Subject {
    let (env, _) = env(MockStore::default());
    Subject::Key(KeyId::from_uuid(
        generate_uuid(&*env.entropy, now()).unwrap(),
    ))
}

/// A unit of work in which a key is made, looked up as `found`, and noted.
fn making(found: Option<DoneRequest>) -> MockUnitOfWork {
    let mut work = work();
    expect_look(&mut work, found);
    work.keys.expect_count_active().return_once(|_| Ok(0));
    work.keys.expect_insert().once().returning(|_, _| Ok(()));
    expect_trail(&mut work, &["key.generated"]);
    work
}

async fn once(
    work: MockUnitOfWork,
    named: Named,
) -> (Result<Outcome<Generated, Stored<Key>>, Error>, usize) {
    let (env, store) = env(MockStore::with(work));
    let caller = member(Role::Administrator);
    let outcome = generate_once(&env, &caller, command("read:findings"), named).await;
    (outcome, store.commits())
}

#[tokio::test]
async fn what_was_not_done_is_done_and_noted_together() {
    let mut work = making(None);
    expect_note(&mut work, made());
    let (outcome, commits) = once(work, named()).await;
    let Outcome::Made(generated) = outcome.unwrap() else {
        panic!("it was not done before");
    };
    assert_eq!(Subject::Key(generated.key.value.data().id), made());
    assert_eq!(commits, 1);
}

#[tokio::test]
async fn a_repeat_makes_nothing_and_gives_the_key_as_it_is_now() {
    let mut work = work();
    expect_look(&mut work, Some(done(Subject::Key(key_id(1)), now())));
    work.keys
        .expect_find()
        .once()
        .withf(|id| *id == key_id(1))
        .return_once(|_| Ok(Some(stored_key("read:findings"))));
    let (outcome, _) = once(work, named()).await;
    let Outcome::Repeated(key) = outcome.unwrap() else {
        panic!("it was done before");
    };
    assert_eq!(key, stored_key("read:findings"));
}

#[tokio::test]
async fn another_request_under_the_same_name_is_refused() {
    let mut work = work();
    expect_look(&mut work, Some(done(Subject::Key(key_id(1)), now())));
    let other = Named {
        request: RequestDigest::of("POST /api/v1/example", b"[]"),
        ..named()
    };
    let (outcome, commits) = once(work, other).await;
    let refused = outcome.unwrap_err();
    assert!(matches!(refused, Error::Reused(_)), "{refused:?}");
    assert_eq!(commits, 0);
}

#[tokio::test]
async fn after_a_day_the_name_is_free_again() {
    let day_ago = Timestamp::from_unix_micros(now().unix_micros() - 86_400_000_000).unwrap();
    let mut work = making(Some(done(Subject::Key(key_id(1)), day_ago)));
    expect_note(&mut work, made());
    let (outcome, commits) = once(work, named()).await;
    assert!(matches!(outcome, Ok(Outcome::Made(_))), "{outcome:?}");
    assert_eq!(commits, 1);
}

#[tokio::test]
async fn what_cannot_be_noted_is_not_done() {
    let mut work = making(None);
    work.idempotency
        .expect_save()
        .return_once(|_| Err(StoreError::Unavailable("the disk is full".into())));
    let (outcome, commits) = once(work, named()).await;
    let refused = outcome.unwrap_err();
    assert!(
        matches!(refused, Error::Store(StoreError::Unavailable(_))),
        "{refused:?}"
    );
    assert_eq!(commits, 0);
}

#[tokio::test]
async fn a_key_that_was_made_and_is_not_there_is_told_as_damage() {
    let other = Subject::Member(aiia_keys_domain::MemberId::from_uuid(Uuid::nil()));
    for made in [Subject::Key(key_id(1)), other] {
        let mut work = work();
        expect_look(&mut work, Some(done(made, now())));
        work.keys.expect_find().returning(|_| Ok(None));
        let (outcome, _) = once(work, named()).await;
        let refused = outcome.unwrap_err();
        assert!(
            matches!(refused, Error::Store(StoreError::Corrupt(_))),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn who_may_not_does_not_learn_whether_it_was_done() {
    let (env, store) = env(MockStore::default());
    let caller = member(Role::Auditor);
    let refused = generate_once(&env, &caller, command("read:findings"), named()).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    assert_eq!(store.commits(), 0);
}
