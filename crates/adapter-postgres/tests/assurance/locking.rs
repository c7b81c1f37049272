//! Whoever changes a finding or what belongs to it waits for whoever came first.

use std::time::Duration;

use aiia_keys_assurance::{FindingStatus, PlanTally};
use aiia_keys_ports::Version;
use aiia_keys_test_support::Role;

use crate::support::{A, Place, at, draft, finding_id, planned};

#[tokio::test]
async fn the_second_to_lock_a_finding_sees_what_the_first_one_did() {
    let place = Place::with_entities().await;
    place.insert_findings(A, &[draft(A, 1)]).await;
    let admin = place.database.connect(Role::Admin).await.unwrap();
    let mut first = place.begin(A).await;
    first.findings().find_locked(finding_id(1)).await.unwrap();
    let store = place.store.clone();
    let second = tokio::spawn(async move {
        use aiia_keys_assurance::AssuranceStore as _;
        let mut work = store.begin(crate::support::org(A)).await.unwrap();
        work.findings().find_locked(finding_id(1)).await.unwrap()
    });
    let waiting = "SELECT count(*) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let blocked = async {
        while admin
            .query_one(waiting, &[])
            .await
            .unwrap()
            .get::<_, i64>(0)
            != 1
        {}
    };
    tokio::time::timeout(Duration::from_secs(10), blocked)
        .await
        .unwrap();

    let open = draft(A, 1)
        .become_status(FindingStatus::Open, PlanTally::default(), at(1))
        .unwrap();
    first
        .action_plans()
        .insert(&planned(A, 1, 1))
        .await
        .unwrap();
    first.findings().save(&open, Version::FIRST).await.unwrap();
    first.commit().await.unwrap();

    assert_eq!(second.await.unwrap().unwrap().version, Version::new(2));
}
