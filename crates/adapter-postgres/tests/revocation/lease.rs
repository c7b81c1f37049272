//! All nodes have leases of one length, which changes only while none runs.

use std::{sync::Arc, time::Duration};

use aiia_keys_domain::{Invalidation, Standing};
use aiia_keys_ports::{BootClock as _, RevocationBarrier as _};
use aiia_keys_postgres::revocation::{JoinError, Membership, OtherLease, inspect};
use aiia_keys_verifier::LeasePolicy;
use futures_util::FutureExt as _;
use tokio::{sync::oneshot, task::JoinHandle};

use crate::support::{LEASE, Node, Place, key_id, policy};

/// Another length than that of the other nodes.
const OTHER: Duration = Duration::from_secs(4);

/// Lets a node go on by itself; it leaves when what is given back is dropped.
fn run(membership: Membership) -> (oneshot::Sender<()>, JoinHandle<()>) {
    let (leave, left) = oneshot::channel::<()>();
    (leave, tokio::spawn(membership.run(left.map(drop), |_| {})))
}

async fn join(place: &Place, node: &mut Node) -> Result<(), JoinError> {
    node.membership.join(&place.barrier()).await
}

/// What the database holds.
async fn length(place: &Place) -> Duration {
    let client = place.connector.connect().await.unwrap();
    inspect(&client).await.unwrap().lease.length()
}

#[tokio::test]
async fn a_new_cluster_has_the_length_of_its_first_node() {
    let place = Place::new().await;
    assert_eq!(length(&place).await, LeasePolicy::default().length());
    join(&place, &mut place.node()).await.unwrap();
    assert_eq!(length(&place).await, LEASE);
    join(&place, &mut place.node()).await.unwrap();
}

#[tokio::test]
async fn while_a_node_runs_none_with_another_length_joins() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    let verifier = Arc::clone(&node.verifier);
    let (leave, running) = run(node.membership);

    let mut other = place.node_lasting(OTHER);
    let refused = join(&place, &mut other).await.unwrap_err();
    let expected = OtherLease {
        own: OTHER,
        cluster: LEASE,
    };
    assert!(
        matches!(refused, JoinError::OtherLease(other) if other == expected),
        "{refused}"
    );
    assert_eq!(length(&place).await, LEASE);
    assert!(other.verifier.lease_left(place.clock.now()).is_zero());
    // Nor later, when it asks again; and the one that runs has lost nothing.
    assert!(other.membership.renew().await.is_err());
    assert_eq!(verifier.len(), 1);
    assert!(!verifier.lease_left(place.clock.now()).is_zero());

    drop(leave);
    running.await.unwrap();
    join(&place, &mut other).await.unwrap();
    assert_eq!(length(&place).await, OTHER);
    assert_eq!(other.verifier.lease_left(place.clock.now()), OTHER);
}

#[tokio::test]
async fn a_node_that_died_is_waited_for_before_the_length_changes() {
    let place = Place::new().await;
    let mut dead = place.node();
    dead.membership.renew().await.unwrap();
    dead.learn(1, 1);
    let mut other = place.node_lasting(OTHER);
    let barrier = place.barrier();
    let mut joining = Box::pin(other.membership.join(&barrier));
    let early = tokio::time::timeout(Duration::from_millis(100), &mut joining).await;
    assert!(early.is_err(), "its lease still holds");
    assert_eq!(dead.recalls(1), Some(Standing::Good));
    place.clock.advance(policy().patience());
    joining.await.unwrap();
    assert_eq!(length(&place).await, OTHER);
    // It was not dead after all: it hears that it was fenced, and gets no lease of its own length.
    assert!(dead.membership.renew().await.is_err());
    assert_eq!(dead.recalls(1), None);
}

#[tokio::test]
async fn on_a_server_that_may_not_know_all_nodes_the_old_length_is_waited_for_before_it_changes() {
    let place = Place::new().await;
    let mut gone = place.node();
    gone.membership.renew().await.unwrap();
    // The server that took over has not heard of the node.
    let other_server = "UPDATE aiia_keys.revocation_epoch SET server = 'another'; \
                        UPDATE aiia_keys.revocation_node SET fenced = true";
    let admin = place.admin().await;
    admin.batch_execute(other_server).await.unwrap();

    let mut other = place.node_lasting(OTHER);
    let barrier = place.barrier();
    let mut joining = Box::pin(other.membership.join(&barrier));
    let early = tokio::time::timeout(Duration::from_millis(100), &mut joining).await;
    assert!(early.is_err(), "a lease of the old length may hold");
    place.clock.advance(policy().patience());
    joining.await.unwrap();
    assert_eq!(length(&place).await, OTHER);
}

#[tokio::test]
async fn a_change_waits_by_the_length_that_the_database_holds() {
    for lasting in [OTHER, LeasePolicy::LONGEST] {
        let place = Place::new().await;
        let mut node = place.node_lasting(lasting);
        join(&place, &mut node).await.unwrap();
        let epoch = place.invalidate(Invalidation::KeyRevoked(key_id(1))).await;
        let barrier = place.barrier();
        let mut waiting = Box::pin(barrier.pass(Some(epoch)));
        let patience = LeasePolicy::of(lasting).unwrap().patience();
        let moment = Duration::from_millis(1);
        // Before the clock moves, so that it is the commit that the wait counts from.
        let early = tokio::time::timeout(Duration::from_millis(100), &mut waiting).await;
        assert!(early.is_err(), "{lasting:?}");
        place.clock.advance(patience.saturating_sub(moment));
        let early = tokio::time::timeout(Duration::from_millis(100), &mut waiting).await;
        assert!(early.is_err(), "{lasting:?}");
        place.clock.advance(moment);
        waiting.await.unwrap();
    }
}

#[tokio::test]
async fn of_two_nodes_that_start_at_once_with_two_lengths_one_joins() {
    let place = Place::new().await;
    let (mut one, mut two) = (place.node(), place.node_lasting(OTHER));
    let (first, second) = tokio::join!(one.membership.renew(), two.membership.renew());
    let joined = [(first.is_ok(), LEASE), (second.is_ok(), OTHER)];
    let joined: Vec<Duration> = joined
        .into_iter()
        .filter_map(|(joined, length)| joined.then_some(length))
        .collect();
    assert_eq!(joined, [length(&place).await]);
}
