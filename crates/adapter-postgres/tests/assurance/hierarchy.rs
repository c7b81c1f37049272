//! The tree under an entity, and what keeps it a tree.

use std::collections::BTreeSet;

use aiia_keys_assurance::{Entity, EntityId, Hierarchy, ListedEntity, TreeExtent, arrange};
use aiia_keys_test_support::Role;
use tokio_postgres::error::SqlState;

use crate::support::{A, B, Place, at, entity, entity_id, new_entity};
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
    work.entities().list_tree(&extent).await.unwrap()
}

fn ids<'a>(entities: impl IntoIterator<Item = &'a Entity>) -> BTreeSet<EntityId> {
    entities.into_iter().map(Entity::id).collect()
}

#[tokio::test]
async fn a_universe_of_10000_entities_is_one_tree() {
    let place = place_with_universe().await;
    let expected = Hierarchy::assemble(None, universe(A)).unwrap();

    let whole = tree(&place, A, ALL).await;
    let from_root = tree(&place, A, under(0)).await;

    assert_eq!(Hierarchy::assemble(None, whole), Ok(expected.clone()));
    assert_eq!(
        Hierarchy::assemble(Some(entity_id(0)), from_root),
        Ok(expected)
    );
}

#[tokio::test]
async fn a_tree_begins_at_its_root_and_ends_at_the_depth_and_the_limit() {
    let place = place_with_universe().await;
    let all = universe(A);

    let branch = tree(&place, A, under(3)).await;
    // 3 has 31 to 40 below it, and each of those ten more, and so on.
    let expected: BTreeSet<_> = [3..=3, 31..=40, 311..=410, 3_111..=4_110]
        .into_iter()
        .flatten()
        .map(entity_id)
        .collect();
    assert_eq!(ids(&branch), expected);

    let shallow = TreeExtent {
        depth: Some(1),
        ..under(3)
    };
    let expected: BTreeSet<_> = [3..=3, 31..=40]
        .into_iter()
        .flatten()
        .map(entity_id)
        .collect();
    assert_eq!(ids(&tree(&place, A, shallow).await), expected);
    let top = TreeExtent {
        depth: Some(0),
        ..ALL
    };
    assert_eq!(ids(&tree(&place, A, top).await), ids(&all[..1]));
    for extent in [ALL, under(0)] {
        let limited = TreeExtent {
            limit: 500,
            ..extent
        };
        assert_eq!(tree(&place, A, limited).await.len(), 500);
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
