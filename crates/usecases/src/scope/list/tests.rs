use aiia_keys_domain::{Policy, Role};
use aiia_keys_ports::{
    Stored, Version,
    mock::{MockStore, MockUnitOfWork},
};

use super::*;
use crate::testing::{env, member, organization_id, organization_with, program, scopes, work};

async fn grantable(caller: Caller, work: MockUnitOfWork) -> Vec<String> {
    let (env, _) = env(MockStore::with(work));
    list(&env, &caller)
        .await
        .unwrap()
        .into_iter()
        .filter(|offer| offer.grantable)
        .map(|offer| offer.entry.scope().to_string())
        .collect()
}

#[tokio::test]
async fn everyone_who_sees_keys_sees_the_whole_catalogue() {
    let (env, _) = env(MockStore::with(work()));
    let offers = list(&env, &member(Role::Auditor)).await.unwrap();
    assert_eq!(offers.len(), env.catalog.entries().len());
}

#[tokio::test]
async fn what_can_be_granted_is_what_the_caller_holds() {
    assert_eq!(grantable(member(Role::Owner), work()).await.len(), 6);
    assert_eq!(
        grantable(member(Role::Auditor), work()).await,
        [""; 0],
        "who may not make keys grants nothing"
    );
    let program = program("admin:keys read:findings");
    assert_eq!(
        grantable(program, work()).await,
        ["read:findings", "admin:keys"]
    );
}

#[tokio::test]
async fn the_policy_limits_what_can_be_granted() {
    let policy = Policy {
        grantable: scopes("read:*"),
        ..Policy::default()
    };
    let mut work = MockUnitOfWork::new(organization_id());
    work.organizations.expect_find().return_once(|| {
        Ok(Some(Stored {
            value: organization_with(policy),
            version: Version::FIRST,
        }))
    });
    assert_eq!(
        grantable(member(Role::Owner), work).await,
        ["read:universe", "read:findings"]
    );
}

#[tokio::test]
async fn a_key_without_the_scope_may_not() {
    let (env, _) = env(MockStore::default());
    let refused = list(&env, &program("read:*")).await.unwrap_err();
    assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
}
