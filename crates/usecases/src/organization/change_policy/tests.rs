use aiia_keys_domain::Role;
use aiia_keys_ports::mock::MockStore;

use super::*;
use crate::testing::{
    env, expect_invalidation, expect_trail, expect_waits, member, organization_id, program, work,
};

fn stricter() -> Change {
    Change {
        maximum_active_keys: Some(5),
        ..Change::default()
    }
}

#[tokio::test]
async fn an_owner_sets_other_rules() {
    let mut work = work();
    work.organizations
        .expect_save()
        .once()
        .returning(|organization, read| {
            let stricter = Policy {
                maximum_active_keys: 5,
                ..Policy::default()
            };
            assert_eq!(organization.policy(), &stricter, "the other rules stay");
            Ok(read.next())
        });
    expect_trail(&mut work, &["organization.policy_changed"]);
    let (env, store) = env(MockStore::with(work));
    let command = Command {
        expected: Some(Version::FIRST),
        change: stricter(),
    };
    let changed = change_policy(&env, &member(Role::Owner), command)
        .await
        .unwrap();
    assert_eq!(changed.version, Version::new(2));
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn the_same_rules_again_change_nothing() {
    let (env, _) = env(MockStore::with(work()));
    let command = Command {
        expected: None,
        change: Change {
            maximum_active_keys: Some(1000),
            ..Change::default()
        },
    };
    let unchanged = change_policy(&env, &member(Role::Owner), command)
        .await
        .unwrap();
    assert_eq!(unchanged.version, Version::FIRST);
}

#[tokio::test]
async fn a_stale_version_changes_nothing() {
    let (env, store) = env(MockStore::with(work()));
    let command = Command {
        expected: Some(Version::new(9)),
        change: stricter(),
    };
    let refused = change_policy(&env, &member(Role::Owner), command)
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::Stale), "{refused:?}");
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn administrators_and_keys_may_not() {
    let (env, _) = env(MockStore::default());
    for caller in [member(Role::Administrator), program("admin:*")] {
        let command = Command {
            expected: None,
            change: stricter(),
        };
        let refused = change_policy(&env, &caller, command).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
    }
}

/// A change to this rate limit.
fn limiting(text: Option<&str>) -> Command {
    Command {
        expected: None,
        change: Change {
            rate_limit: Some(text.map(|text| text.parse().unwrap())),
            ..Change::default()
        },
    }
}

#[tokio::test]
async fn another_rate_limit_is_heard_of_everywhere() {
    let mut work = work();
    work.organizations
        .expect_save()
        .once()
        .returning(|_, read| Ok(read.next()));
    expect_trail(&mut work, &["organization.policy_changed"]);
    let changed = Invalidation::OrganizationChanged(organization_id());
    expect_invalidation(&mut work, changed);
    let (mut env, _) = env(MockStore::with(work));
    expect_waits(&mut env, &[Some(8)]);
    let command = limiting(Some("600/1m"));
    let changed = change_policy(&env, &member(Role::Owner), command)
        .await
        .unwrap();
    let limit = changed.value.policy().rate_limit;
    assert_eq!(
        limit.map(|limit| limit.to_string()).as_deref(),
        Some("600/1m")
    );
}

#[tokio::test]
async fn a_rate_limit_that_is_set_already_is_waited_for_all_the_same() {
    let (mut env, _) = env(MockStore::with(work()));
    expect_waits(&mut env, &[None]);
    let unchanged = change_policy(&env, &member(Role::Owner), limiting(None)).await;
    assert_eq!(unchanged.unwrap().version, Version::FIRST);
}
