use aiia_keys_domain::Role;
use aiia_keys_ports::mock::MockStore;

use super::*;
use crate::testing::{env, expect_trail, member, member_id, now, stored_member, work};

#[tokio::test]
async fn a_removed_member_is_signed_out_everywhere() {
    let mut work = work();
    work.members
        .expect_count_other_owners()
        .return_once(|_| Ok(1));
    work.members
        .expect_find()
        .return_once(|_| Ok(Some(stored_member(1, Role::Owner))));
    work.members.expect_save().once().returning(|member, read| {
        assert_eq!(member.state(), MemberState::Removed { at: now() });
        Ok(read.next())
    });
    work.sessions
        .expect_end_all()
        .once()
        .returning(|_, _| Ok(3));
    expect_trail(&mut work, &["member.removed"]);
    let (env, store) = env(MockStore::with(work));
    remove(&env, &member(Role::Owner), member_id(1))
        .await
        .unwrap();
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn a_repetition_changes_nothing() {
    let mut work = work();
    work.members
        .expect_count_other_owners()
        .return_once(|_| Ok(1));
    work.members.expect_find().return_once(|_| {
        let mut stored = stored_member(1, Role::Auditor);
        stored.value = stored.value.remove(1, now()).unwrap().0;
        Ok(Some(stored))
    });
    let (env, store) = env(MockStore::with(work));
    remove(&env, &member(Role::Owner), member_id(1))
        .await
        .unwrap();
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn the_last_owner_cannot_leave() {
    let mut work = work();
    work.members
        .expect_count_other_owners()
        .return_once(|_| Ok(0));
    work.members
        .expect_find()
        .return_once(|_| Ok(Some(stored_member(1, Role::Owner))));
    let (env, store) = env(MockStore::with(work));
    let refused = remove(&env, &member(Role::Owner), member_id(1))
        .await
        .unwrap_err();
    assert!(
        matches!(refused, Error::Refused(MemberError::LastOwner)),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}
