//! The tree under an entity, and what keeps it a tree.

use aiia_keys_assurance::{Entity, EntityId, HierarchyWalk, ListedEntity, TreeExtent, arrange};
use aiia_keys_test_support::Role;
use tokio_postgres::error::SqlState;

use crate::support::{A, B, Place, at, entity, entity_id, list_tree, new_entity};
use aiia_keys_assurance::EntityKind;

const ALL: TreeExtent = TreeExtent {
    root: None,
    depth: None,
    limit: 100_001,
};

fn under(root: u128) -> TreeExtent {
    TreeExtent {
        root: Some(entity_id(root)),
        ..ALL
    }
}

/// Ten below each, 10,000 entities in all.
fn universe(tenant: u128) -> Vec<Entity> {
    let list = (0..10_000_u128).map(|id| ListedEntity {
        new: new_entity(tenant, id, EntityKind::Process),
        parent: id.checked_sub(1).map(|before| entity_id(before / 10)),
    });
    arrange(list.collect(), at(0)).unwrap()
}

async fn place_with_universe() -> Place {
    let place = Place::new().await;
    let mut work = place.begin(A).await;
    work.entities().insert(&universe(A)).await.unwrap();
    work.commit().await.unwrap();
    place
}

async fn tree(place: &Place, tenant: u128, extent: TreeExtent) -> Vec<Entity> {
    let mut work = place.begin(tenant).await;
    list_tree(&mut *work, &extent).await
}

/// By number, and as many levels deep, each followed by what lies below it.
fn order(top: u128, levels: u8) -> Vec<(u8, EntityId)> {
    fn visit(found: &mut Vec<(u8, EntityId)>, id: u128, depth: u8, levels: u8) {
        found.push((depth, entity_id(id)));
        let mut below: Vec<_> = (id * 10 + 1..=id * 10 + 10).collect();
        below.retain(|id| *id < 10_000 && depth < levels);
        // As texts, codes go by their digits.
        below.sort_by_key(|id| new_entity(A, *id, EntityKind::Process).code);
        for id in below {
            visit(found, id, depth + 1, levels);
        }
    }
    let mut found = Vec::new();
    visit(&mut found, top, 0, levels);
    found
}

/// The depths at which a walk finds entities.
fn walked(root: Option<u128>, entities: &[Entity]) -> Vec<(u8, EntityId)> {
    let mut walk = HierarchyWalk::under(root.map(entity_id));
    let nodes = entities.iter().map(|entity| walk.step(entity).unwrap());
    nodes.map(|node| (node.depth, node.entity.id())).collect()
}

#[tokio::test]
async fn a_universe_of_10000_entities_comes_in_order() {
    let place = place_with_universe().await;
    let whole = tree(&place, A, ALL).await;
    assert_eq!(walked(None, &whole), order(0, 31));
    assert_eq!(tree(&place, A, under(0)).await, whole);
}

#[tokio::test]
async fn a_tree_begins_at_its_root_and_ends_at_the_depth_and_the_limit() {
    let place = place_with_universe().await;
    let branch = tree(&place, A, under(3)).await;
    assert_eq!(walked(Some(3), &branch), order(3, 31));
    // 3 has 31 to 40 below it, and each of those ten more, and so on.
    assert_eq!(branch.len(), 1 + 10 + 100 + 1_000);
    for (root, depth) in [(Some(3), 1), (Some(3), 0), (None, 0), (None, 2)] {
        let shallow = TreeExtent {
            root: root.map(entity_id),
            depth: Some(depth),
            ..ALL
        };
        let found = tree(&place, A, shallow).await;
        assert_eq!(walked(root, &found), order(root.unwrap_or(0), depth));
    }
    for extent in [ALL, under(0)] {
        let limited = TreeExtent {
            limit: 500,
            ..extent
        };
        assert_eq!(tree(&place, A, limited).await.len(), 500);
    }
}

#[tokio::test]
async fn one_tree_can_be_read_after_another_in_one_unit_of_work() {
    let place = chain().await;
    let mut work = place.begin(A).await;
    for root in 1..=3 {
        let found = list_tree(&mut *work, &under(root)).await;
        assert_eq!(found.len(), 4 - usize::try_from(root).unwrap());
    }
}

#[tokio::test]
async fn the_tree_of_an_entity_that_is_not_there_or_anothers_is_empty() {
    let place = place_with_universe().await;
    assert_eq!(tree(&place, A, under(10_000)).await, []);
    assert_eq!(tree(&place, B, under(0)).await, []);
    assert_eq!(tree(&place, B, ALL).await, []);
}

/// Below 1 lies 2, and below 2 lies 3.
async fn chain() -> Place {
    let place = Place::new().await;
    let one = entity(A, 1, None);
    let two = entity(A, 2, Some(&one));
    let three = entity(A, 3, Some(&two));
    let mut work = place.begin(A).await;
    work.entities().insert(&[one, two, three]).await.unwrap();
    work.commit().await.unwrap();
    place
}

#[tokio::test]
async fn not_even_an_administrator_can_make_a_cycle_or_a_false_level() {
    let place = chain().await;
    let admin = place.database.connect(Role::Admin).await.unwrap();
    let id = |n: u8| format!("'00000000-0000-0000-0000-00000000000{n}'");
    let (one, three) = (id(1), id(3));
    for (change, expected) in [
        // 1 below 3, and so below itself: its level no longer is what 2 refers to.
        (
            format!("parent_id = {three}, parent_level = 2, level = 3 WHERE id = {one}"),
            SqlState::FOREIGN_KEY_VIOLATION,
        ),
        (
            format!("parent_id = {three}, parent_level = 2 WHERE id = {one}"),
            SqlState::CHECK_VIOLATION,
        ),
        (
            format!("parent_id = {one}, parent_level = 0, level = 1 WHERE id = {one}"),
            SqlState::FOREIGN_KEY_VIOLATION,
        ),
        (
            format!("parent_id = {one} WHERE id = {three}"),
            SqlState::FOREIGN_KEY_VIOLATION,
        ),
    ] {
        let refused = admin
            .batch_execute(&format!("UPDATE entity SET {change}"))
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Some(&expected), "{change}");
    }
}
