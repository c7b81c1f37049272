use aiia_keys_ports::mock::{MockStore, MockUnitOfWork};

use super::*;
use crate::testing::{env, expect_trail, member, member_id, stored_member, work};

fn command(role: Role) -> Command {
    Command {
        id: member_id(1),
        expected: None,
        role,
    }
}

fn with_owner(other_owners: usize) -> MockUnitOfWork {
    let mut work = work();
    work.members
        .expect_count_other_owners()
        .return_once(move |_| Ok(other_owners));
    work.members
        .expect_find()
        .return_once(|_| Ok(Some(stored_member(1, Role::Owner))));
    work
}

#[tokio::test]
async fn another_role_is_stored_with_its_entry() {
    let mut work = with_owner(1);
    work.members
        .expect_save()
        .once()
        .returning(|_, read| Ok(read.next()));
    expect_trail(&mut work, &["member.role_changed"]);
    let (env, store) = env(MockStore::with(work));
    let changed = change_role(&env, &member(Role::Owner), command(Role::Auditor))
        .await
        .unwrap();
    assert_eq!(changed.value.role(), Role::Auditor);
    assert_eq!(changed.version, Version::new(3));
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn the_last_owner_stays_one() {
    let (env, store) = env(MockStore::with(with_owner(0)));
    let refused = change_role(&env, &member(Role::Owner), command(Role::Auditor)).await;
    assert!(
        matches!(refused, Err(Error::Refused(MemberError::LastOwner))),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn the_same_role_again_changes_nothing() {
    let (env, _) = env(MockStore::with(with_owner(0)));
    let same = change_role(&env, &member(Role::Owner), command(Role::Owner))
        .await
        .unwrap();
    assert_eq!(same.version, Version::new(2));
}

#[tokio::test]
async fn a_stale_version_changes_nothing() {
    let (env, store) = env(MockStore::with(with_owner(1)));
    let stale = Command {
        expected: Some(Version::new(1)),
        ..command(Role::Auditor)
    };
    let refused = change_role(&env, &member(Role::Owner), stale).await;
    assert!(matches!(refused, Err(Error::Stale)), "{refused:?}");
    assert_eq!(store.commits(), 0);
}
