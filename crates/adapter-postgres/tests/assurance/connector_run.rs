//! Runs of connectors: round trips of each state, one at a time, and fences.

use std::time::Duration;

use aiia_keys_assurance::{
    ChangeCounts, Column, ConnectorRun, ConnectorRunId, NewConnectorRun, RowFault, RowPlace,
    RunEvent, RunFailure,
};
use aiia_keys_domain::Actor;
use aiia_keys_ports::{PageLimit, PageRequest, Stored, Version};
use aiia_keys_test_support::Role;
use uuid::Uuid;

use crate::support::{A, B, Place, at, connector, connector_id, is_conflict, org};

const LEASE: Duration = Duration::from_secs(30);

fn run_id(id: u128) -> ConnectorRunId {
    ConnectorRunId::from_uuid(Uuid::from_u128(id))
}

fn run(tenant: u128, id: u128, of: u128, seconds: u64) -> ConnectorRun {
    let new = NewConnectorRun {
        id: run_id(id),
        organization: org(tenant),
        connector: connector_id(of),
        dry_run: id.is_multiple_of(2),
    };
    ConnectorRun::start(new, Actor::Operator, LEASE, at(seconds))
}

/// With the connectors 1 and 2 in both tenants.
async fn place() -> Place {
    let place = Place::new().await;
    for tenant in [A, B] {
        let mut work = place.begin(tenant).await;
        for id in [1, 2] {
            let connector = connector(tenant, id, 0);
            work.connectors().insert(&connector).await.unwrap();
        }
        work.commit().await.unwrap();
    }
    place
}

async fn insert(place: &Place, tenant: u128, run: &ConnectorRun) {
    let mut work = place.begin(tenant).await;
    work.connector_runs().insert(run).await.unwrap();
    work.commit().await.unwrap();
}

async fn save(place: &Place, run: &ConnectorRun, read: Version) -> Version {
    let mut work = place.begin(A).await;
    let version = work.connector_runs().save(run, read).await.unwrap();
    work.commit().await.unwrap();
    version
}

#[tokio::test]
async fn a_run_is_read_back_as_each_transition_left_it() {
    let place = place().await;
    let counts = ChangeCounts {
        added: 1,
        changed: 2,
        restored: 3,
        retired: 4,
        unchanged: 5,
    };
    let fault = |place, column| RowFault {
        at: place,
        column,
        detail: "it is missing".to_owned(),
    };
    let failure = RunFailure {
        rows: vec![
            fault(RowPlace::Line(7), Column::Code),
            fault(RowPlace::Item(0), Column::Parent),
        ],
        ..RunFailure::new("source_unreadable", "2 fields \u{1f50d}")
    };
    let event = RunEvent::Attempt { number: 1, most: 4 };
    for (id, end) in [(1, 0), (2, 1), (3, 2)] {
        let begun = run(A, id, 1, 0);
        insert(&place, A, &begun).await;
        let noted = begun.note(&event, LEASE, at(1)).unwrap();
        let version = save(&place, &noted, Version::FIRST).await;
        let mut work = place.begin(A).await;
        let running = work.connector_runs().find_running(connector_id(1)).await;
        let expected = Stored {
            value: noted.clone(),
            version,
        };
        assert_eq!(running.unwrap(), Some(expected));

        let ended = match end {
            0 => noted.succeed(counts, at(2)),
            1 => noted.fail(failure.clone(), at(2)),
            _ => noted.interrupt(at(2)),
        };
        let ended = ended.unwrap();
        let version = save(&place, &ended, version).await;
        let mut work = place.begin(A).await;
        let runs = work.connector_runs();
        let expected = Stored {
            value: ended,
            version,
        };
        let found = runs.find(connector_id(1), run_id(id)).await.unwrap();
        assert_eq!(found, Some(expected));
        let elsewhere = runs.find(connector_id(2), run_id(id)).await.unwrap();
        assert_eq!(elsewhere, None);
        assert_eq!(runs.find_running(connector_id(1)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_connector_has_one_run_at_a_time_and_each_connector_its_own() {
    let place = place().await;
    insert(&place, A, &run(A, 1, 1, 0)).await;
    insert(&place, A, &run(A, 2, 2, 0)).await;
    insert(&place, B, &run(B, 1, 1, 0)).await;
    let mut work = place.begin(A).await;
    let second = work.connector_runs().insert(&run(A, 3, 1, 1)).await;
    assert!(is_conflict(&second), "{second:?}");
    let over = run(A, 1, 1, 0).interrupt(at(1)).unwrap();
    save(&place, &over, Version::FIRST).await;
    insert(&place, A, &run(A, 3, 1, 1)).await;
}

#[tokio::test]
async fn a_node_that_lost_its_run_cannot_end_it_any_more() {
    let place = place().await;
    let begun = run(A, 1, 1, 0);
    insert(&place, A, &begun).await;
    let taken = begun.clone().interrupt(at(1)).unwrap();
    save(&place, &taken, Version::FIRST).await;
    let ended = begun.succeed(ChangeCounts::default(), at(1)).unwrap();
    let mut work = place.begin(A).await;
    let late = work.connector_runs().save(&ended, Version::FIRST).await;
    assert!(is_conflict(&late), "{late:?}");
}

#[tokio::test]
async fn runs_are_listed_newest_first_by_connector_in_pages() {
    let place = place().await;
    for id in 1..=3 {
        let begun = run(A, id, 1, u64::try_from(id).unwrap());
        insert(&place, A, &begun.interrupt(at(5)).unwrap()).await;
    }
    insert(&place, A, &run(A, 4, 2, 0)).await;
    let ids = |items: &[Stored<ConnectorRun>]| -> Vec<_> {
        items.iter().map(|one| one.value.data().id).collect()
    };
    let mut work = place.begin(A).await;
    let page = PageRequest {
        limit: PageLimit::new(2).unwrap(),
        ..PageRequest::default()
    };
    let runs = work.connector_runs();
    let first = runs.list(connector_id(1), page).await.unwrap();
    assert_eq!(ids(&first.items), [3, 2].map(run_id));
    let page = PageRequest {
        after: first.next,
        ..page
    };
    let second = runs.list(connector_id(1), page).await.unwrap();
    assert_eq!((ids(&second.items), second.next), (vec![run_id(1)], None));
    let mut work = place.begin(B).await;
    let none = work.connector_runs().list(connector_id(1), page).await;
    assert_eq!(none.unwrap().items, []);
}

#[tokio::test]
async fn the_table_refuses_what_no_transition_leaves() {
    let place = place().await;
    insert(&place, A, &run(A, 1, 1, 0)).await;
    let client = place.database.connect(Role::Admin).await.unwrap();
    for set in [
        "state = 'interrupted', lease_until = NULL",
        "state = 'interrupted', ended_at = now()",
        "state = 'succeeded', lease_until = NULL, ended_at = now()",
        "state = 'failed', lease_until = NULL, ended_at = now(), failure_code = 'a'",
        "added = 1",
        "failure_code = 'a'",
    ] {
        let update = format!("UPDATE aiia_keys.connector_run SET {set}");
        assert!(client.batch_execute(&update).await.is_err(), "{set}");
    }
}
