mod once;

use aiia_keys_ports::mock::MockStore;

use super::*;
use crate::testing::{env, expect_trail, member, now, program, stored_member, work};

fn command() -> Command {
    Command {
        email: "grace@example.com".parse().unwrap(),
        name: MemberName::new("Grace").unwrap(),
        role: Role::Administrator,
    }
}

#[tokio::test]
async fn a_new_member_gets_an_invitation_that_is_stored_by_its_digest() {
    let mut work = work();
    work.members
        .expect_find_by_email()
        .return_once(|_| Ok(None));
    work.members.expect_insert().once().returning(|_| Ok(()));
    work.invitations
        .expect_replace()
        .once()
        .returning(|invitation, digest| {
            assert!(invitation.accepted_at.is_none());
            assert_ne!(digest.as_bytes(), &[7; 32]);
            Ok(())
        });
    expect_trail(&mut work, &["member.joined"]);
    let (env, store) = env(MockStore::with(work));
    let invited = add(&env, &member(Role::Owner), command()).await.unwrap();
    assert_eq!(invited.member.role(), Role::Administrator);
    assert!(invited.invitation.expires_at > now());
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn an_address_belongs_to_one_member() {
    let mut work = work();
    work.members
        .expect_find_by_email()
        .return_once(|_| Ok(Some(stored_member(1, Role::Auditor))));
    let (env, store) = env(MockStore::with(work));
    let refused = add(&env, &member(Role::Owner), command())
        .await
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "email grace@example.com belongs to a member already"
    );
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn only_owners_add_members() {
    let (env, _) = env(MockStore::default());
    for caller in [member(Role::Administrator), program("admin:*")] {
        let refused = add(&env, &caller, command()).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
    }
}
