//! Auditable entities: round trips, filters, pages.

use std::cmp::Reverse;

use aiia_keys_assurance::{Entity, EntityFilter, EntityKind};
use aiia_keys_ports::{PageLimit, PageRequest, Stored, Version};

use crate::support::{A, B, Place, at, entity, entity_id, is_conflict, new_entity};

#[tokio::test]
async fn an_entity_is_read_back_as_it_was_stored() {
    let place = Place::with_entities().await;
    let root = entity(A, 1, None);
    let mut work = place.begin(A).await;
    for expected in [root.clone(), entity(A, 2, Some(&root))] {
        let found = work.entities().find(expected.id()).await.unwrap();
        let version = Version::FIRST;
        assert_eq!(
            found,
            Some(Stored {
                value: expected,
                version
            })
        );
    }
}

#[tokio::test]
async fn ids_and_codes_are_taken_once_in_a_tenant() {
    let place = Place::with_entities().await;
    let same_code = Entity::add(
        aiia_keys_assurance::NewEntity {
            code: "E-000001".parse().unwrap(),
            ..new_entity(A, 9, EntityKind::System)
        },
        None,
        at(0),
    );
    for taken in [entity(A, 1, None), same_code.unwrap()] {
        let refused = place.begin(A).await.entities().insert(&[taken]).await;
        assert!(is_conflict(&refused), "{refused:?}");
    }
}

fn many(tenant: u128) -> Vec<Entity> {
    let root = entity(tenant, 1, None);
    let others = (0..120_u32).map(|n| {
        let id = u128::from(n.wrapping_mul(2_654_435_761)) + 10;
        let kind = EntityKind::ALL[n as usize % 7];
        let parent = (n % 3 == 0).then_some(&root);
        Entity::add(new_entity(tenant, id, kind), parent, at(u64::from(n / 4))).unwrap()
    });
    others.collect()
}

async fn walk(place: &Place, filter: &EntityFilter, limit: u32) -> Vec<Entity> {
    let mut page = PageRequest {
        after: None,
        limit: PageLimit::new(limit).unwrap(),
    };
    let mut walked = Vec::new();
    loop {
        let mut work = place.begin(A).await;
        let listed = work.entities().list(filter, page).await.unwrap();
        assert!(listed.items.len() <= limit as usize);
        walked.extend(listed.items.into_iter().map(|stored| stored.value));
        page.after = listed.next;
        if page.after.is_none() {
            return walked;
        }
    }
}

#[tokio::test]
async fn every_filter_lists_what_it_says_newest_first_in_pages_of_any_size() {
    let place = Place::with_entities().await;
    let mut own = many(A);
    for tenant in [A, B] {
        let mut work = place.begin(tenant).await;
        work.entities().insert(&many(tenant)).await.unwrap();
        work.commit().await.unwrap();
    }
    let root = entity(A, 1, None);
    own.extend([entity(A, 2, Some(&root)), entity(A, 3, None), root]);
    own.sort_by_key(|entity| Reverse((entity.created_at(), entity.id())));
    let parents = [None, Some(entity_id(1)), Some(entity_id(99))];
    let kinds = [None].into_iter().chain(EntityKind::ALL.map(Some));
    for kind in kinds {
        for parent in parents {
            let filter = EntityFilter {
                kind,
                parent,
                retired: false,
            };
            let expected: Vec<_> = own
                .iter()
                .filter(|entity| kind.is_none_or(|kind| entity.kind() == kind))
                .filter(|entity| parent.is_none() || entity.parent() == parent)
                .cloned()
                .collect();
            for limit in [7, 100] {
                assert_eq!(walk(&place, &filter, limit).await, expected, "{filter:?}");
            }
        }
    }
}
