use std::sync::Arc;

use aiia_keys_domain::{Actor, Epoch, Role, Scope, Standing};
use aiia_keys_ports::mock::{MockKeyLocator, MockStore, MockUnitOfWork};

use super::*;
use crate::testing::{env, now, organization, organization_id, stored_key};

/// A key that was issued under the pepper with this number, and an environment that knows it.
fn issued(pepper: u16, store: MockStore, change: fn(&mut Grant)) -> (Env, String) {
    let (mut env, _) = env(store);
    let secret = env.format.generate([9; 32]);
    let found = env
        .peppers
        .digests(&secret.as_presented())
        .map(|(pepper, digest)| KeyCredential { pepper, digest })
        .find(|credential| credential.pepper.get() == pepper)
        .unwrap();
    let mut grant = Grant::of(&stored_key("read:findings").value, &organization());
    change(&mut grant);
    let mut locator = MockKeyLocator::new();
    locator.expect_locate().returning(move |candidates| {
        let known = candidates.contains(&found);
        Ok(known.then(|| LocatedKey {
            grant: grant.clone(),
            found,
            read_at: Epoch::new(1),
        }))
    });
    env.locator = Box::new(locator);
    (env, secret.expose().to_owned())
}

#[tokio::test]
async fn an_issued_key_gives_its_grant() {
    let (env, key) = issued(2, MockStore::default(), |_| {});
    let verified = verify(&env, &key, None, None).await.unwrap();
    let grant = verified.grant;
    assert_eq!(verified.metered, None);
    let scope: Scope = "read:findings".parse().unwrap();
    assert_eq!(grant.authorize(&scope, None, now()), Ok(()));
    assert_eq!(grant.organization, organization_id());
}

#[tokio::test]
async fn what_is_no_key_is_never_looked_up() {
    let (mut env, key) = issued(2, MockStore::default(), |_| {});
    env.locator = Box::new(MockKeyLocator::new());
    for text in ["", "hello", &key[..63], &key.replace("live", "test")] {
        let refused = verify(&env, text, None, None).await.unwrap_err();
        assert!(matches!(refused, Error::Malformed(_)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_well_formed_key_that_nobody_issued_is_unknown() {
    let (env, _) = issued(2, MockStore::default(), |_| {});
    let other = env.format.generate([10; 32]);
    let refused = verify(&env, other.expose(), None, None).await.unwrap_err();
    assert!(matches!(refused, Error::Unknown), "{refused:?}");
}

#[tokio::test]
async fn who_holds_a_revoked_or_expired_key_is_told_so() {
    let (env, key) = issued(2, MockStore::default(), |grant| {
        grant.standing = Standing::KeyRevoked;
    });
    let refused = verify(&env, &key, None, None).await.unwrap_err();
    assert!(
        matches!(&refused, Error::Denied(denied) if denied.denial == Denial::Revoked),
        "{refused:?}"
    );
    let (env, key) = issued(2, MockStore::default(), |grant| grant.expires_at = now());
    let refused = verify(&env, &key, None, None).await.unwrap_err();
    assert!(
        matches!(&refused, Error::Denied(denied) if denied.denial == Denial::Expired { at: now() }),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_key_of_a_retired_pepper_gets_a_digest_of_the_current_one() {
    let mut work = MockUnitOfWork::new(organization_id());
    work.keys
        .expect_save_credential()
        .once()
        .returning(|_, found, current| {
            assert_eq!((found.pepper.get(), current.pepper.get()), (1, 2));
            Ok(true)
        });
    let (env, key) = issued(1, MockStore::with(work), |_| {});
    assert!(verify(&env, &key, None, None).await.is_ok());
}

/// What was counted in an environment, as scope, outcome and address.
fn counted(env: &Env) -> Vec<(String, &'static str, Option<IpAddr>)> {
    let usage = env.usage.take();
    let counts = usage.iter().flat_map(|usage| &usage.counts);
    counts
        .map(|count| {
            let scope = count.scope.to_string();
            (scope, count.outcome.as_str(), count.last.address)
        })
        .collect()
}

#[tokio::test]
async fn every_use_of_a_key_that_exists_is_counted_with_what_became_of_it() {
    let source = Some("203.0.113.7".parse().unwrap());
    let scope: Scope = "read:findings".parse().unwrap();
    let missing: Scope = "admin:sync".parse().unwrap();
    for (needed, change, expected) in [
        (None, (|_| {}) as fn(&mut Grant), ("none", "allowed")),
        (Some(&scope), |_| {}, ("read:findings", "allowed")),
        (Some(&missing), |_| {}, ("admin:sync", "insufficient_scope")),
        (
            Some(&scope),
            |grant| grant.standing = Standing::KeyRevoked,
            ("read:findings", "key_revoked"),
        ),
        (
            None,
            |grant| grant.expires_at = now(),
            ("none", "key_expired"),
        ),
        (
            None,
            |grant| {
                grant.rate_limit = Some("1/1s".parse().unwrap());
                grant.standing = Standing::KeyRevoked;
            },
            ("none", "key_revoked"),
        ),
    ] {
        let (env, key) = issued(2, MockStore::default(), change);
        let verified = verify(&env, &key, needed, source).await;
        assert_eq!(verified.is_ok(), expected.1 == "allowed");
        let (scope, outcome) = expected;
        assert_eq!(counted(&env), [(scope.to_owned(), outcome, source)]);
    }
}

#[tokio::test]
async fn what_was_never_issued_is_not_counted() {
    let (env, _) = issued(2, MockStore::default(), |_| {});
    let other = env.format.generate([10; 32]);
    assert!(verify(&env, other.expose(), None, None).await.is_err());
    assert_eq!(counted(&env), []);
}

#[tokio::test]
async fn without_storage_nothing_is_accepted() {
    let (mut env, key) = issued(2, MockStore::default(), |_| {});
    let mut locator = MockKeyLocator::new();
    locator
        .expect_locate()
        .returning(|_| Err(StoreError::Unavailable("down".into())));
    env.locator = Box::new(locator);
    let refused = verify(&env, &key, None, None).await.unwrap_err();
    assert!(matches!(refused, Error::Store(_)), "{refused:?}");
}

#[test]
fn an_environment_prints_no_secret() {
    let (env, _) = env(MockStore::default());
    let printed = format!("{env:?}");
    assert!(printed.contains("Pepper(2, …)"), "{printed}");
    let caller = crate::testing::member(Role::Owner);
    assert_eq!(caller.actor, Actor::Operator);
}

/// Gives the environment's node a lease.
fn lease(env: &mut Env) {
    use aiia_keys_verifier::{Attempt, LeasePolicy, Limits, Verifier};

    let (verifier, mut fence) = Verifier::new(Limits::default(), LeasePolicy::default());
    let Attempt::Register(registration) = fence.start(env.verification.boot_clock.now()) else {
        panic!("a new node registers");
    };
    fence.registered(registration, Epoch::new(1));
    env.verification.verifier = verifier;
}

#[tokio::test]
async fn a_key_is_verified_from_memory_and_its_addresses_and_expiry_are_checked_again() {
    let (mut env, key) = issued(2, MockStore::default(), |grant| {
        grant.sources = aiia_keys_domain::SourceAddresses::Only("203.0.113.0/24".parse().unwrap());
    });
    lease(&mut env);
    let inside = Some("203.0.113.7".parse().unwrap());
    assert!(verify(&env, &key, None, inside).await.is_ok());
    // From here on there is no storage.
    env.locator = Box::new(MockKeyLocator::new());
    assert!(verify(&env, &key, None, inside).await.is_ok());
    let outside = verify(&env, &key, None, Some("198.51.100.7".parse().unwrap())).await;
    assert!(
        matches!(&outside, Err(Error::Denied(denied)) if denied.denial == Denial::SourceNotAllowed),
        "{outside:?}"
    );
    let mut later = aiia_keys_ports::mock::MockClock::new();
    later
        .expect_now()
        .return_const(now().saturating_add(std::time::Duration::from_hours(24 * 400)));
    env.clock = Arc::new(later);
    let expired = verify(&env, &key, None, inside).await;
    assert!(
        matches!(&expired, Err(Error::Denied(denied)) if matches!(denied.denial, Denial::Expired { .. })),
        "{expired:?}"
    );
}

#[tokio::test]
async fn a_key_that_nobody_issued_is_looked_up_once() {
    let (mut env, _) = issued(2, MockStore::default(), |_| {});
    let mut locator = MockKeyLocator::new();
    locator.expect_locate().once().returning(|_| Ok(None));
    env.locator = Box::new(locator);
    let unknown = env.format.generate([10; 32]);
    for _ in 0..3 {
        let refused = verify(&env, unknown.expose(), None, None).await;
        assert!(matches!(refused, Err(Error::Unknown)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_key_is_refused_beyond_its_rate_limit_whatever_it_asks_for() {
    let (env, key) = issued(2, MockStore::default(), |grant| {
        grant.rate_limit = Some("3/30s".parse().unwrap());
    });
    let missing: Scope = "admin:sync".parse().unwrap();
    let mut left = Vec::new();
    for needed in [None, Some(&missing), None, None, Some(&missing)] {
        let (outcome, metered) = match verify(&env, &key, needed, None).await {
            Ok(verified) => ("allowed", verified.metered),
            Err(Error::Denied(denied)) => (denied.denial.code(), denied.metered),
            Err(other) => panic!("{other:?}"),
        };
        let one_more_in = metered.unwrap().left.one_more_in;
        left.push((outcome, metered.unwrap().left.count, one_more_in.as_secs()));
    }
    assert_eq!(
        left,
        [
            ("allowed", 2, 10),
            ("insufficient_scope", 1, 10),
            ("allowed", 0, 10),
            ("rate_limited", 0, 10),
            ("rate_limited", 0, 10),
        ]
    );
    let mut outcomes: Vec<_> = counted(&env)
        .into_iter()
        .map(|(_, outcome, _)| outcome)
        .collect();
    outcomes.sort_unstable();
    assert_eq!(
        outcomes,
        [
            "allowed",
            "insufficient_scope",
            "rate_limited",
            "rate_limited"
        ],
        "by scope: the two that were let through needed the same, none"
    );
}

#[tokio::test]
async fn where_there_are_more_nodes_each_lets_its_share_through() {
    let (env, key) = issued(2, MockStore::default(), |grant| {
        grant.rate_limit = Some("6/30s".parse().unwrap());
    });
    env.verification.verifier.counted_nodes(3);
    let mut passed = 0;
    while verify(&env, &key, None, None).await.is_ok() {
        passed += 1;
    }
    assert_eq!(passed, 2);
}
