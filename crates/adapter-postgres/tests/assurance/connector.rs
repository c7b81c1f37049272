//! Connectors: round trips, versions, pages, deletion, and what the other tenant sees.

use aiia_keys_assurance::{Connector, ConnectorId, SealedCredentials, SourceFormat, SourceUrl};
use aiia_keys_ports::{PageLimit, PageRequest, Stored, Version};
use aiia_keys_test_support::Role;

use crate::support::{A, B, Place, at, connector, connector_id, is_conflict};

async fn insert(place: &Place, all: &[Connector]) {
    for connector in all {
        let mut work = place
            .begin(if connector.organization == crate::support::org(A) {
                A
            } else {
                B
            })
            .await;
        work.connectors().insert(connector).await.unwrap();
        work.commit().await.unwrap();
    }
}

async fn find(place: &Place, tenant: u128, id: u128) -> Option<Stored<Connector>> {
    let mut work = place.begin(tenant).await;
    let found = work.connectors().find(connector_id(id)).await.unwrap();
    let locked = work.connectors().find_locked(connector_id(id)).await;
    assert_eq!(locked.unwrap(), found);
    found
}

#[tokio::test]
async fn a_connector_is_read_back_as_it_was_stored_and_changed_in_its_version_alone() {
    let place = Place::new().await;
    insert(&place, &[connector(A, 1, 0)]).await;
    let inserted = Stored {
        value: connector(A, 1, 0),
        version: Version::FIRST,
    };
    assert_eq!(find(&place, A, 1).await, Some(inserted));

    let revised = Connector {
        name: "Other".parse().unwrap(),
        url: SourceUrl::from_stored("https://register.example.com/").unwrap(),
        format: SourceFormat::Declared,
        credentials: SealedCredentials::None,
        updated_at: at(9),
        ..connector(A, 1, 0)
    };
    let mut work = place.begin(A).await;
    let version = work.connectors().save(&revised, Version::FIRST).await;
    work.commit().await.unwrap();
    let stored = Stored {
        value: revised.clone(),
        version: version.unwrap(),
    };
    assert_eq!(find(&place, A, 1).await, Some(stored));
    let mut work = place.begin(A).await;
    let stale = work.connectors().save(&revised, Version::FIRST).await;
    assert!(is_conflict(&stale), "{stale:?}");
}

#[tokio::test]
async fn connectors_are_listed_newest_first_in_pages() {
    let place = Place::new().await;
    let all = [1, 2, 3].map(|id| connector(A, id, 10 - u64::try_from(id).unwrap()));
    insert(&place, &all).await;
    insert(&place, &[connector(B, 4, 0)]).await;
    let ids = |items: &[Stored<Connector>]| -> Vec<ConnectorId> {
        items.iter().map(|one| one.value.id).collect()
    };
    let mut work = place.begin(A).await;
    let page = PageRequest {
        limit: PageLimit::new(2).unwrap(),
        ..PageRequest::default()
    };
    let first = work.connectors().list(page).await.unwrap();
    assert_eq!(ids(&first.items), [1, 2].map(connector_id));
    let page = PageRequest {
        after: first.next,
        ..page
    };
    let second = work.connectors().list(page).await.unwrap();
    assert_eq!(
        (ids(&second.items), second.next),
        (vec![connector_id(3)], None)
    );
}

#[tokio::test]
async fn what_is_deleted_is_nowhere_to_be_found_and_its_credentials_are_gone() {
    let place = Place::new().await;
    insert(&place, &[connector(A, 1, 0)]).await;
    let stale = Version::FIRST.next();
    let mut work = place.begin(A).await;
    let refused = work
        .connectors()
        .delete(connector_id(1), stale, at(5))
        .await;
    assert!(is_conflict(&refused), "{refused:?}");
    let mut work = place.begin(A).await;
    let deleted = work
        .connectors()
        .delete(connector_id(1), Version::FIRST, at(5))
        .await;
    deleted.unwrap();
    work.commit().await.unwrap();

    assert_eq!(find(&place, A, 1).await, None);
    let mut work = place.begin(A).await;
    let listed = work.connectors().list(PageRequest::default()).await;
    assert_eq!(listed.unwrap().items, []);
    let again = Version::FIRST.next();
    let refused = work.connectors().save(&connector(A, 1, 0), again).await;
    assert!(is_conflict(&refused), "{refused:?}");
    let client = place.database.connect(Role::Admin).await.unwrap();
    let query = "SELECT num_nonnulls(credential_scheme, credential_pepper, sealed_credentials) \
                 FROM aiia_keys.connector";
    let left: i32 = client.query_one(query, &[]).await.unwrap().get(0);
    assert_eq!(left, 0);
}

#[tokio::test]
async fn one_tenant_neither_sees_nor_changes_the_connectors_of_the_other() {
    let place = Place::new().await;
    insert(&place, &[connector(A, 1, 0)]).await;
    assert_eq!(find(&place, B, 1).await, None);
    let mut work = place.begin(B).await;
    let listed = work.connectors().list(PageRequest::default()).await;
    assert_eq!(listed.unwrap().items, []);
    let first = Version::FIRST;
    let saved = work.connectors().save(&connector(A, 1, 0), first).await;
    assert!(is_conflict(&saved), "{saved:?}");
    let mut work = place.begin(B).await;
    let deleted = work
        .connectors()
        .delete(connector_id(1), first, at(1))
        .await;
    assert!(is_conflict(&deleted), "{deleted:?}");
    let mut work = place.begin(B).await;
    assert!(work.connectors().insert(&connector(A, 2, 0)).await.is_err());
}
