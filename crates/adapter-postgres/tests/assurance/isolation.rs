//! Two tenants with the same ids and codes: neither sees, changes or refers to what is the other's.

use aiia_keys_assurance::{ActionPlanFilter, EntityFilter, FindingFilter};
use aiia_keys_ports::{PageRequest, Version};

use crate::support::{
    A, B, Place, draft, entity, entity_id, finding_id, is_conflict, plan_id, planned,
    recommendation,
};

/// Everything is A's.
async fn place() -> Place {
    let place = Place::new().await;
    let mut work = place.begin(A).await;
    work.entities().insert(&[entity(A, 1, None)]).await.unwrap();
    work.findings().insert(&draft(A, 1)).await.unwrap();
    work.recommendations()
        .insert(&recommendation(A, 1, 1))
        .await
        .unwrap();
    work.action_plans().insert(&planned(A, 1, 1)).await.unwrap();
    work.commit().await.unwrap();
    place
}

#[tokio::test]
async fn one_tenant_sees_nothing_of_the_other() {
    let place = place().await;
    let page = PageRequest::default();
    let mut work = place.begin(B).await;
    assert_eq!(work.entities().find(entity_id(1)).await.unwrap(), None);
    assert_eq!(work.findings().find(finding_id(1)).await.unwrap(), None);
    assert_eq!(
        work.findings().find_locked(finding_id(1)).await.unwrap(),
        None
    );
    assert_eq!(
        work.recommendations().list(finding_id(1)).await.unwrap(),
        []
    );
    assert_eq!(work.action_plans().find(plan_id(1)).await.unwrap(), None);
    assert_eq!(
        work.action_plans()
            .tally(finding_id(1))
            .await
            .unwrap()
            .total(),
        0
    );
    let entities = work.entities().list(&EntityFilter::default(), page).await;
    assert_eq!(entities.unwrap().items, []);
    let findings = work.findings().list(&FindingFilter::default(), page).await;
    assert_eq!(findings.unwrap().items, []);
    let plans = work
        .action_plans()
        .list(&ActionPlanFilter::default(), page)
        .await;
    assert_eq!(plans.unwrap().items, []);
}

#[tokio::test]
async fn one_tenant_changes_nothing_of_the_other() {
    let place = place().await;
    let refused = place
        .begin(B)
        .await
        .findings()
        .save(&draft(A, 1), Version::FIRST)
        .await;
    assert!(is_conflict(&refused), "{refused:?}");
    let refused = place
        .begin(B)
        .await
        .action_plans()
        .save(&planned(A, 1, 1), Version::FIRST)
        .await;
    assert!(is_conflict(&refused), "{refused:?}");
    // Rows that would be the other tenant's are refused by the database itself.
    assert!(
        place
            .begin(B)
            .await
            .findings()
            .insert(&draft(A, 2))
            .await
            .is_err()
    );
    assert!(
        place
            .begin(B)
            .await
            .entities()
            .insert(&[entity(A, 2, None)])
            .await
            .is_err()
    );
    let foreign = recommendation(A, 2, 1);
    assert!(
        place
            .begin(B)
            .await
            .recommendations()
            .insert(&foreign)
            .await
            .is_err()
    );
    assert!(
        place
            .begin(B)
            .await
            .action_plans()
            .insert(&planned(A, 2, 1))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn one_tenant_refers_to_nothing_of_the_other() {
    let place = place().await;
    // Of B, under, about and on what is A's: as if it were not there.
    let child = entity(B, 2, Some(&entity(B, 1, None)));
    assert!(
        place
            .begin(B)
            .await
            .entities()
            .insert(&[child])
            .await
            .is_err()
    );
    assert!(
        place
            .begin(B)
            .await
            .findings()
            .insert(&draft(B, 1))
            .await
            .is_err()
    );
    let on_finding = recommendation(B, 1, 1);
    assert!(
        place
            .begin(B)
            .await
            .recommendations()
            .insert(&on_finding)
            .await
            .is_err()
    );
    assert!(
        place
            .begin(B)
            .await
            .action_plans()
            .insert(&planned(B, 1, 1))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_same_ids_and_codes_are_free_in_each_tenant() {
    let place = place().await;
    let mut work = place.begin(B).await;
    work.entities().insert(&[entity(B, 1, None)]).await.unwrap();
    work.findings().insert(&draft(B, 1)).await.unwrap();
    work.recommendations()
        .insert(&recommendation(B, 1, 1))
        .await
        .unwrap();
    work.action_plans().insert(&planned(B, 1, 1)).await.unwrap();
    work.commit().await.unwrap();
    let found = place
        .begin(B)
        .await
        .findings()
        .find(finding_id(1))
        .await
        .unwrap();
    assert_eq!(found.unwrap().value, draft(B, 1));
}
