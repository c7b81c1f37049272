//! An addition that its caller may repeat.

use aiia_keys_domain::RequestDigest;
use aiia_keys_ports::mock::MockUnitOfWork;

use super::*;
use crate::testing::{done, expect_look, expect_note, member_id, named};

/// A unit of work in which the member is added, after its caller named that.
fn adding() -> MockUnitOfWork {
    let mut work = work();
    expect_look(&mut work, None);
    work.members
        .expect_find_by_email()
        .return_once(|_| Ok(None));
    work.members.expect_insert().once().returning(|_| Ok(()));
    work.invitations
        .expect_replace()
        .once()
        .returning(|_, _| Ok(()));
    expect_trail(&mut work, &["member.joined"]);
    work
}

async fn once(
    work: MockUnitOfWork,
    named: Named,
) -> (Result<Outcome<Invited, Stored<Member>>, Error>, usize) {
    let (env, store) = env(MockStore::with(work));
    let outcome = add_once(&env, &member(Role::Owner), command(), named).await;
    (outcome, store.commits())
}

#[tokio::test]
async fn what_was_not_done_is_done_and_noted_together() {
    let mut work = adding();
    let (other, _) = env(MockStore::default());
    let made = MemberId::from_uuid(generate_uuid(&*other.entropy, now()).unwrap());
    expect_note(&mut work, Subject::Member(made));
    let (outcome, commits) = once(work, named()).await;
    let Outcome::Made(invited) = outcome.unwrap() else {
        panic!("it was not done before");
    };
    assert_eq!(invited.member.id(), made);
    assert_eq!(commits, 1);
}

#[tokio::test]
async fn a_repeat_adds_nobody_and_gives_the_member_as_they_are_now() {
    let mut work = work();
    expect_look(&mut work, Some(done(Subject::Member(member_id(1)), now())));
    work.members
        .expect_find()
        .once()
        .withf(|id| *id == member_id(1))
        .return_once(|_| Ok(Some(stored_member(1, Role::Auditor))));
    let (outcome, _) = once(work, named()).await;
    let Outcome::Repeated(member) = outcome.unwrap() else {
        panic!("it was done before");
    };
    assert_eq!(member, stored_member(1, Role::Auditor));
}

#[tokio::test]
async fn another_request_under_the_same_name_is_refused() {
    let mut work = work();
    expect_look(&mut work, Some(done(Subject::Member(member_id(1)), now())));
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
async fn what_cannot_be_noted_is_not_done() {
    let mut work = adding();
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
async fn a_member_who_was_added_and_is_not_there_is_told_as_damage() {
    let mut work = work();
    expect_look(&mut work, Some(done(Subject::Organization, now())));
    let (outcome, _) = once(work, named()).await;
    let refused = outcome.unwrap_err();
    assert!(
        matches!(refused, Error::Store(StoreError::Corrupt(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn who_may_not_does_not_learn_whether_it_was_done() {
    let (env, _) = env(MockStore::default());
    let refused = add_once(&env, &member(Role::Administrator), command(), named()).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
}
