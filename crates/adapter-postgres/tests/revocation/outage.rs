//! The database goes away and comes back.

use std::time::Duration;

use aiia_keys_domain::{Invalidation, Standing};
use aiia_keys_ports::RevocationBarrier as _;
use aiia_keys_postgres::{Connector, revocation::PgRevocationBarrier};
use aiia_keys_test_support::Role;
use aiia_keys_verifier::LeasePolicy;

use crate::{
    proxy::Proxy,
    support::{LEASE, Place, key_id, patient, policy},
};

/// A place, a way to its database that can be cut, and a connector that goes that way.
async fn behind_a_proxy() -> (Place, Proxy, Connector) {
    let place = Place::new().await;
    let proxy = Proxy::new(&place.database.config(Role::App));
    let url = proxy
        .url("aiia_app", place.database.name())
        .parse()
        .unwrap();
    let connector = Connector::new(&url, patient()).unwrap();
    (place, proxy, connector)
}

#[tokio::test]
async fn without_the_database_a_node_answers_until_its_lease_is_over() {
    let (place, proxy, connector) = behind_a_proxy().await;
    let mut node = place.node_through(&connector);
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    proxy.cut();
    assert!(node.membership.renew().await.is_err());
    assert_eq!(node.recalls(1), Some(Standing::Good));
    place.clock.advance(LEASE);
    assert_eq!(node.recalls(1), None);
}

#[tokio::test]
async fn an_answer_that_is_lost_extends_no_lease() {
    let (place, proxy, connector) = behind_a_proxy().await;
    let mut node = place.node_through(&connector);
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    proxy.silence();
    place.clock.advance(LEASE / 2);
    assert!(node.membership.renew().await.is_err());
    place.clock.advance(LEASE / 2);
    assert_eq!(node.recalls(1), None);
}

#[tokio::test]
async fn a_node_goes_on_when_the_database_is_back_and_has_missed_nothing() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    node.learn(2, 1);
    let admin = place.admin().await;
    let end = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity \
               WHERE usename = 'aiia_app' AND datname = current_database()";
    admin.batch_execute(end).await.unwrap();
    // It fails, unless the end of the connection was noticed before.
    let _ = node.membership.renew().await;
    place.clock.advance(LEASE * 5);
    place.invalidate(Invalidation::KeyRevoked(key_id(1))).await;
    node.membership.renew().await.unwrap();
    assert_eq!(node.recalls(1), Some(Standing::KeyRevoked));
    assert_eq!(node.recalls(2), Some(Standing::Good));
}

#[tokio::test]
async fn a_change_whose_database_goes_away_holds_when_the_longest_lease_is_over() {
    let (place, proxy, connector) = behind_a_proxy().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    let clock: std::sync::Arc<dyn aiia_keys_ports::BootClock> = place.clock.clone();
    let barrier = PgRevocationBarrier::new(connector, clock, LEASE);
    let epoch = place.invalidate(Invalidation::KeyRevoked(key_id(1))).await;
    proxy.cut();
    let mut waiting = Box::pin(barrier.pass(Some(epoch)));
    let early = tokio::time::timeout(Duration::from_millis(100), &mut waiting).await;
    assert!(early.is_err(), "its lease still holds");
    assert_eq!(node.recalls(1), Some(Standing::Good));
    // The database never said how long leases last.
    place.clock.advance(policy().patience());
    let early = tokio::time::timeout(Duration::from_millis(100), &mut waiting).await;
    assert!(early.is_err(), "there may be longer leases");
    place.clock.advance(LeasePolicy::longest().patience());
    waiting.await.unwrap();
    assert_eq!(node.recalls(1), None);
}

#[tokio::test]
async fn what_is_to_be_repeated_fails_without_the_database() {
    let (place, proxy, connector) = behind_a_proxy().await;
    let clock: std::sync::Arc<dyn aiia_keys_ports::BootClock> = place.clock.clone();
    let barrier = PgRevocationBarrier::new(connector, clock, LEASE);
    barrier.pass(None).await.unwrap();
    proxy.cut();
    assert!(barrier.pass(None).await.is_err());
}
