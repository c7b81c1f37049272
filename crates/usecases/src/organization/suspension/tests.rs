use aiia_keys_ports::{
    Version,
    mock::{MockStore, MockUnitOfWork},
};

use super::*;
use crate::testing::{
    env, expect_invalidation, expect_trail, expect_waits, now, organization, organization_id, work,
};

fn suspended() -> MockUnitOfWork {
    let mut work = MockUnitOfWork::new(organization_id());
    work.organizations.expect_find().return_once(|| {
        let value = organization().suspend(now()).unwrap().0;
        Ok(Some(Stored {
            value,
            version: Version::new(2),
        }))
    });
    work
}

#[tokio::test]
async fn suspension_and_resumption_are_recorded() {
    let mut active = work();
    active
        .organizations
        .expect_save()
        .return_once(|_, read| Ok(read.next()));
    expect_trail(&mut active, &["organization.suspended"]);
    let changed = Invalidation::OrganizationChanged(organization_id());
    expect_invalidation(&mut active, changed);
    let mut paused = suspended();
    paused
        .organizations
        .expect_save()
        .return_once(|_, read| Ok(read.next()));
    expect_trail(&mut paused, &["organization.resumed"]);
    expect_invalidation(&mut paused, changed);
    let (mut env, store) = env(MockStore::with(active).and(paused));
    expect_waits(&mut env, &[Some(8), Some(8)]);
    assert!(
        suspend(&env, organization_id())
            .await
            .unwrap()
            .value
            .is_suspended()
    );
    assert!(
        !resume(&env, organization_id())
            .await
            .unwrap()
            .value
            .is_suspended()
    );
    assert_eq!(store.commits(), 2);
}

#[tokio::test]
async fn a_repetition_changes_nothing() {
    let (mut env, _) = env(MockStore::with(suspended()).and(work()));
    expect_waits(&mut env, &[None, None]);
    assert_eq!(
        suspend(&env, organization_id()).await.unwrap().version,
        Version::new(2)
    );
    assert!(
        !resume(&env, organization_id())
            .await
            .unwrap()
            .value
            .is_suspended()
    );
}

#[tokio::test]
async fn an_organization_that_does_not_exist_is_not_found() {
    let mut nobody = MockUnitOfWork::new(organization_id());
    nobody.organizations.expect_find().return_once(|| Ok(None));
    let (env, _) = env(MockStore::with(nobody));
    let refused = suspend(&env, organization_id()).await.unwrap_err();
    assert!(matches!(refused, Error::NotFound), "{refused:?}");
}
