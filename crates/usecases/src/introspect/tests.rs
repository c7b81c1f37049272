use aiia_keys_domain::{Epoch, OrganizationId, Role};
use aiia_keys_ports::{
    LocatedKey,
    mock::{MockKeyLocator, MockStore},
};
use uuid::Uuid;

use super::*;
use crate::testing::{env, issued_key, member, now, organization, program, stored_key};

fn asked(key: &str, needed: Option<&str>) -> Command {
    Command {
        presented: Zeroizing::new(key.to_owned()).into(),
        needed: needed.map(|scope| scope.parse().unwrap()),
        source: None,
    }
}

/// An environment that knows one key, and that key.
fn known(change: fn(&mut Grant)) -> (Env, String) {
    let (mut env, _) = env(MockStore::default());
    let (key, found) = issued_key(&env);
    let mut grant = Grant::of(&stored_key("read:findings").value, &organization());
    change(&mut grant);
    let mut locator = MockKeyLocator::new();
    locator.expect_locate().returning(move |candidates| {
        let grant = grant.clone();
        Ok(candidates.contains(&found).then_some(LocatedKey {
            grant,
            found,
            read_at: Epoch::new(1),
        }))
    });
    env.locator = Box::new(locator);
    (env, key)
}

#[tokio::test]
async fn a_key_of_ones_own_organization_is_accepted_for_what_it_covers() {
    let (env, key) = known(|_| {});
    for needed in [None, Some("read:findings")] {
        let verdict = introspect(&env, &program("admin:keys"), asked(&key, needed)).await;
        assert!(matches!(verdict, Ok(Verdict::Accepted(_))), "{verdict:?}");
    }
    let verdict = introspect(
        &env,
        &member(Role::Owner),
        asked(&key, Some("write:findings")),
    )
    .await;
    assert!(
        matches!(
            verdict,
            Ok(Verdict::Denied(Denial::InsufficientScope { .. }))
        ),
        "{verdict:?}"
    );
}

#[tokio::test]
async fn an_expired_key_is_denied_with_the_reason() {
    let (env, key) = known(|grant| grant.expires_at = now());
    let verdict = introspect(&env, &member(Role::Owner), asked(&key, None)).await;
    let expired = Verdict::Denied(Denial::Expired { at: now() });
    assert_eq!(verdict.unwrap(), expired);
}

#[tokio::test]
async fn of_another_organizations_key_nothing_is_told() {
    let (env, key) = known(|grant| {
        grant.organization = OrganizationId::from_uuid(Uuid::from_u128(5));
        grant.expires_at = now();
    });
    let never_issued = env.format.generate([1; 32]);
    for key in [&*key, never_issued.expose(), "no key"] {
        let verdict = introspect(&env, &member(Role::Owner), asked(key, None)).await;
        assert_eq!(verdict.unwrap(), Verdict::Unknown);
    }
}

#[tokio::test]
async fn a_key_of_the_other_environment_is_told_apart() {
    let (env, key) = known(|_| {});
    let other = key.replace("_live_", "_test_");
    let verdict = introspect(&env, &member(Role::Owner), asked(&other, None)).await;
    assert_eq!(verdict.unwrap(), Verdict::OtherEnvironment);
}

#[tokio::test]
async fn who_may_not_manage_keys_may_not_ask() {
    let (env, key) = known(|_| {});
    for caller in [member(Role::Auditor), program("read:*")] {
        let refused = introspect(&env, &caller, asked(&key, None))
            .await
            .unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
    }
}

#[test]
fn what_was_presented_is_not_printed() {
    let printed = format!("{:?}", asked("aiia_key_live_secret", None));
    assert!(!printed.contains("secret"), "{printed}");
}

#[tokio::test]
async fn a_verdict_about_ones_own_key_counts_as_a_use_and_others_do_not() {
    let (env, key) = known(|_| {});
    introspect(
        &env,
        &program("admin:keys"),
        asked(&key, Some("read:findings")),
    )
    .await
    .unwrap();
    let counts = env.usage.take().remove(0).counts;
    assert_eq!(counts[0].scope.to_string(), "read:findings");

    let (env, key) = known(|grant| {
        grant.organization = OrganizationId::from_uuid(Uuid::from_u128(78));
    });
    let verdict = introspect(&env, &program("admin:keys"), asked(&key, None)).await;
    assert_eq!(verdict.unwrap(), Verdict::Unknown);
    assert_eq!(env.usage.take(), []);
}
