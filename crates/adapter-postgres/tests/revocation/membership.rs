//! A node registers, renews, hears of changes and is fenced.

use aiia_keys_domain::{Invalidation, Standing};
use aiia_keys_ports::BootClock as _;
use aiia_keys_postgres::revocation::{NodeState, inspect};

use crate::support::{LEASE, Place, key_id, organization_id};

#[tokio::test]
async fn a_node_answers_from_memory_while_its_lease_is_renewed() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    place.clock.advance(LEASE * 9 / 10);
    node.membership.renew().await.unwrap();
    place.clock.advance(LEASE * 9 / 10);
    assert_eq!(node.recalls(1), Some(Standing::Good));
    place.clock.advance(LEASE / 10);
    assert_eq!(node.recalls(1), None);
}

#[tokio::test]
async fn every_kind_of_change_reaches_every_node_in_its_order() {
    let place = Place::new().await;
    let mut nodes = [place.node(), place.node()];
    for node in &mut nodes {
        node.membership.renew().await.unwrap();
        for key in 1..=3 {
            node.learn(key, 1);
        }
    }
    let first = place.invalidate(Invalidation::KeyRevoked(key_id(1))).await;
    let second = place.invalidate(Invalidation::KeyChanged(key_id(2))).await;
    assert_eq!((first.get(), second.get()), (2, 3));
    for node in &mut nodes {
        node.membership.renew().await.unwrap();
        let recalled = [1, 2, 3].map(|key| node.recalls(key));
        assert_eq!(
            recalled,
            [Some(Standing::KeyRevoked), None, Some(Standing::Good)]
        );
    }
    place
        .invalidate(Invalidation::OrganizationChanged(organization_id()))
        .await;
    for node in &mut nodes {
        node.membership.renew().await.unwrap();
        assert_eq!(node.recalls(3), None);
    }
}

#[tokio::test]
async fn a_node_that_was_away_for_longer_than_the_journal_forgets_everything() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    let admin = place.admin().await;
    admin
        .batch_execute(
            "SELECT aiia_keys.raise_revocation_epoch('key_changed', gen_random_uuid()) \
             FROM generate_series(1, 1025)",
        )
        .await
        .unwrap();
    node.membership.renew().await.unwrap();
    assert_eq!(node.recalls(1), None);
    assert!(node.verifier.is_empty());
    node.learn(1, 1026);
    node.membership.renew().await.unwrap();
    assert_eq!(node.recalls(1), Some(Standing::Good));
}

#[tokio::test]
async fn a_fenced_node_starts_again_and_its_place_is_used_again() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    let admin = place.admin().await;
    let fence = "UPDATE aiia_keys.revocation_node SET fenced = true, acknowledged = 0";
    admin.batch_execute(fence).await.unwrap();
    node.membership.renew().await.unwrap();
    assert!(node.verifier.is_empty());
    assert!(!node.verifier.lease_left(place.clock.now()).is_zero());
    let cluster = inspect(&admin_as_app(&place).await).await.unwrap();
    let alone = NodeState {
        behind: 0,
        silent_for: 0,
    };
    assert_eq!(cluster.nodes, [alone]);
    let rows = "SELECT count(*) FROM aiia_keys.revocation_node";
    assert_eq!(
        admin.query_one(rows, &[]).await.unwrap().get::<_, i64>(0),
        1
    );
}

#[tokio::test]
async fn a_node_that_ends_gives_its_lease_up() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    node.learn(1, 1);
    node.membership.run(async {}, |_| {}).await;
    assert!(node.verifier.lease_left(place.clock.now()).is_zero());
    assert!(node.verifier.is_empty());
    let cluster = inspect(&admin_as_app(&place).await).await.unwrap();
    assert_eq!(cluster.nodes, []);
}

#[tokio::test]
async fn an_acknowledgement_that_a_crash_forgot_is_given_again() {
    let place = Place::new().await;
    let mut node = place.node();
    node.membership.renew().await.unwrap();
    place.invalidate(Invalidation::KeyRevoked(key_id(1))).await;
    node.membership.renew().await.unwrap();
    let forget = "UPDATE aiia_keys.revocation_node SET acknowledged = 1";
    place.admin().await.batch_execute(forget).await.unwrap();
    node.membership.renew().await.unwrap();
    let cluster = inspect(&admin_as_app(&place).await).await.unwrap();
    let behind: Vec<u64> = cluster.nodes.iter().map(|node| node.behind).collect();
    assert_eq!(behind, [0]);
}

#[tokio::test]
async fn a_node_hears_of_how_many_nodes_there_are() {
    let place = Place::new().await;
    let mut nodes = [place.node(), place.node(), place.node()];
    for node in &mut nodes {
        node.membership.renew().await.unwrap();
    }
    let [mut first, second, mut third] = nodes;
    assert_eq!(first.verifier.nodes().get(), 1, "it was the only one");
    first.membership.renew().await.unwrap();
    assert_eq!(first.verifier.nodes().get(), 3);

    // One that ends is not counted, nor one that nobody fenced but that was not seen for long.
    second.membership.run(async {}, |_| {}).await;
    first.membership.renew().await.unwrap();
    assert_eq!(first.verifier.nodes().get(), 2);
    let admin = place.admin().await;
    let forget = "UPDATE aiia_keys.revocation_node SET seen_at = now() - interval '1 day' \
                  WHERE NOT fenced AND place = 3";
    assert_eq!(admin.execute(forget, &[]).await.unwrap(), 1);
    first.membership.renew().await.unwrap();
    assert_eq!(first.verifier.nodes().get(), 1);
    // It writes that it is there when it has news, and now and then without.
    place.invalidate(Invalidation::KeyChanged(key_id(1))).await;
    third.membership.renew().await.unwrap();
    first.membership.renew().await.unwrap();
    assert_eq!(first.verifier.nodes().get(), 2);
}

/// A connection that looks as the service does.
async fn admin_as_app(place: &Place) -> tokio_postgres::Client {
    place.connector.connect().await.unwrap()
}
