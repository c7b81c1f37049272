//! A change returns when it holds on every node, and not before.

use std::{sync::Arc, time::Duration};

use aiia_keys_domain::{Invalidation, Standing};
use aiia_keys_ports::RevocationBarrier as _;
use futures_util::FutureExt as _;
use tokio::sync::{Notify, oneshot};

use crate::support::{Place, key_id, policy};

fn revoked() -> Invalidation {
    Invalidation::KeyRevoked(key_id(1))
}

#[tokio::test]
async fn without_nodes_nobody_is_waited_for() {
    let place = Place::new().await;
    let epoch = place.invalidate(revoked()).await;
    place.barrier().pass(Some(epoch)).await.unwrap();
    place.barrier().pass(None).await.unwrap();
}

#[tokio::test]
async fn a_change_holds_on_all_nodes_when_it_returns() {
    let place = Place::new().await;
    let mut running = Vec::new();
    let mut verifiers = Vec::new();
    for _ in 0..3 {
        let mut node = place.node();
        node.membership.renew().await.unwrap();
        node.learn(1, 1);
        verifiers.push(Arc::clone(&node.verifier));
        let (leave, left) = oneshot::channel::<()>();
        let end = left.map(drop);
        running.push((leave, tokio::spawn(node.membership.run(end, |_| {}))));
    }
    let epoch = place.invalidate(revoked()).await;
    // The clock stands still, so that this ends by acknowledgements and not by the deadline.
    place.barrier().pass(Some(epoch)).await.unwrap();
    let good = verifiers.iter().filter(|verifier| verifier.len() == 1);
    assert_eq!(good.count(), 3, "it is remembered as revoked");
    for (leave, node) in running {
        drop(leave);
        node.await.unwrap();
    }
}

#[tokio::test]
async fn a_node_that_does_not_answer_is_waited_for_and_then_fenced() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    let epoch = place.invalidate(revoked()).await;
    let barrier = place.barrier();
    let mut waiting = Box::pin(barrier.pass(Some(epoch)));
    let early = tokio::time::timeout(Duration::from_millis(100), &mut waiting).await;
    assert!(early.is_err(), "its lease still holds");
    assert_eq!(node.recalls(1), Some(Standing::Good));
    place.clock.advance(policy().patience());
    waiting.await.unwrap();
    assert_eq!(node.recalls(1), None);
    // The next change finds it fenced.
    let next = place.invalidate(revoked()).await;
    place.barrier().pass(Some(next)).await.unwrap();
}

#[tokio::test]
async fn a_repeated_revocation_waits_as_well() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    place.invalidate(revoked()).await;
    let barrier = place.barrier();
    let mut waiting = Box::pin(barrier.pass(None));
    let early = tokio::time::timeout(Duration::from_millis(100), &mut waiting).await;
    assert!(early.is_err());
    node.membership.renew().await.unwrap();
    waiting.await.unwrap();
}

#[tokio::test]
async fn on_a_server_that_may_not_know_all_nodes_all_of_a_lease_is_waited_for_once() {
    let place = Place::new().await;
    let admin = place.admin().await;
    let other = "UPDATE aiia_keys.revocation_epoch SET server = 'another'";
    admin.batch_execute(other).await.unwrap();
    let epoch = place.invalidate(revoked()).await;
    let barrier = place.barrier();
    let mut waiting = Box::pin(barrier.pass(Some(epoch)));
    let early = tokio::time::timeout(Duration::from_millis(100), &mut waiting).await;
    assert!(early.is_err(), "no row says so, but there may be a lease");
    place.clock.advance(policy().patience());
    waiting.await.unwrap();
    place.barrier().pass(Some(epoch)).await.unwrap();
}

#[tokio::test]
async fn a_node_in_the_same_process_is_woken() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    let waker = Arc::new(Notify::new());
    let barrier = place.barrier().beside(Arc::clone(&waker));
    let epoch = place.invalidate(revoked()).await;
    let (passed, ()) = tokio::join!(barrier.pass(Some(epoch)), async {
        waker.notified().await;
        node.membership.renew().await.unwrap();
    });
    passed.unwrap();
}
