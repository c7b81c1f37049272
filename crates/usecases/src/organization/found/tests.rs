use aiia_keys_domain::{Actor, Setup};
use aiia_keys_ports::mock::{MockStore, MockUnitOfWork};
use uuid::Uuid;

use super::*;
use crate::testing::{env, now};

fn command() -> Command {
    Command {
        slug: "example-audit".parse().unwrap(),
        name: OrganizationName::new("Example Audit").unwrap(),
        policy: Policy::default(),
    }
}

/// The id that the fixed time and randomness of tests give.
fn first_id() -> OrganizationId {
    let (env, _) = env(MockStore::default());
    OrganizationId::from_uuid(generate_uuid(&*env.entropy, now()).unwrap())
}

#[tokio::test]
async fn a_founded_organization_begins_its_trail() {
    let mut work = MockUnitOfWork::new(first_id());
    work.organizations
        .expect_insert()
        .once()
        .returning(|_| Ok(()));
    work.trail.expect_append().once().returning(|draft| {
        assert_eq!(draft.action.as_str(), "organization.founded");
        assert_eq!(draft.actor, Actor::Operator);
        Ok(aiia_keys_domain::TrailHead::genesis(first_id())
            .append(draft)
            .0)
    });
    work.setup
        .expect_find()
        .return_once(|| Ok(Some(Setup::Unissued)));
    work.setup.expect_save().once().returning(|setup| {
        assert_eq!(*setup, Setup::Completed { at: now() });
        Ok(())
    });
    let (env, store) = env(MockStore::with(work));
    let founded = found(&env, command()).await.unwrap();
    assert_eq!(founded.value.id(), first_id());
    assert_ne!(*founded.value.id().as_uuid(), Uuid::nil());
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn a_taken_slug_is_named() {
    let mut work = MockUnitOfWork::new(first_id());
    work.organizations
        .expect_insert()
        .return_once(|_| Err(StoreError::Conflict("slug")));
    let (env, store) = env(MockStore::with(work));
    let refused = found(&env, command()).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the slug example-audit is taken: choose another one"
    );
    assert_eq!(store.commits(), 0);
}
