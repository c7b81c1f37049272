//! Test procedures and attachments: round trips, filters, pages, and the wall between tenants.

use aiia_keys_assurance::{Attachment, EvidenceFilter, TestProcedureFilter};
use aiia_keys_domain::Actor;
use aiia_keys_ports::{PageLimit, PageRequest};

use crate::support::{
    A, B, Place, at, content, entity_id, evidence_id, is_conflict, org, procedure, procedure_id,
    uploading,
};

fn attachment(tenant: u128, procedure: u128, evidence: u128, seconds: u64) -> Attachment {
    Attachment {
        organization: org(tenant),
        procedure: procedure_id(procedure),
        evidence: evidence_id(evidence),
        attached_at: at(seconds),
        attached_by: Actor::System,
    }
}

/// The procedures 1 to 3 and the evidence 1 to 3, all complete, in A.
async fn place() -> Place {
    let place = Place::with_entities().await;
    let mut work = place.begin(A).await;
    for (id, entity) in [(1, 1), (2, 2), (3, 1)] {
        let made = procedure(A, id, entity, u64::try_from(id).unwrap());
        work.test_procedures().insert(&made).await.unwrap();
        let begun = uploading(A, id, 0);
        let whole = begun.complete(content(1), at(1)).unwrap();
        work.evidence().insert(&whole).await.unwrap();
    }
    work.commit().await.unwrap();
    place
}

#[tokio::test]
async fn procedures_are_read_back_and_listed_newest_first() {
    let place = place().await;
    let mut work = place.begin(A).await;
    let expected = Some(procedure(A, 2, 2, 2));
    assert_eq!(
        work.test_procedures().find(procedure_id(2)).await.unwrap(),
        expected
    );
    assert_eq!(
        work.test_procedures()
            .find_locked(procedure_id(2))
            .await
            .unwrap(),
        expected
    );
    assert_eq!(
        work.test_procedures().find(procedure_id(9)).await.unwrap(),
        None
    );
    let page = PageRequest {
        limit: PageLimit::new(2).unwrap(),
        ..PageRequest::default()
    };
    let all = TestProcedureFilter::default();
    let first = work.test_procedures().list(&all, page).await.unwrap();
    assert_eq!(first.items, [procedure(A, 3, 1, 3), procedure(A, 2, 2, 2)]);
    let page = PageRequest {
        after: first.next,
        ..page
    };
    let second = work.test_procedures().list(&all, page).await.unwrap();
    assert_eq!(
        (second.items, second.next),
        (vec![procedure(A, 1, 1, 1)], None)
    );
    let filter = TestProcedureFilter {
        entity: Some(entity_id(2)),
    };
    let listed = work
        .test_procedures()
        .list(&filter, PageRequest::default())
        .await;
    assert_eq!(listed.unwrap().items, [procedure(A, 2, 2, 2)]);
}

#[tokio::test]
async fn attachments_are_kept_once_and_evidence_is_found_by_its_procedure() {
    let place = place().await;
    let added = [
        attachment(A, 1, 2, 5),
        attachment(A, 1, 1, 6),
        attachment(A, 2, 2, 7),
    ];
    let mut work = place.begin(A).await;
    work.test_procedures()
        .insert_attachments(&added)
        .await
        .unwrap();
    work.commit().await.unwrap();
    let mut work = place.begin(A).await;
    let attached = work
        .test_procedures()
        .list_attachments(procedure_id(1))
        .await;
    assert_eq!(attached.unwrap(), added[..2]);
    let filter = EvidenceFilter {
        procedure: Some(procedure_id(2)),
        ..EvidenceFilter::default()
    };
    let listed = work
        .evidence()
        .list(&filter, PageRequest::default())
        .await
        .unwrap();
    let listed: Vec<_> = listed.items.iter().map(|one| one.value.data().id).collect();
    assert_eq!(listed, [evidence_id(2)]);
    let refused = work.test_procedures().insert_attachments(&added[..1]).await;
    assert!(is_conflict(&refused), "{refused:?}");
}

#[tokio::test]
async fn one_tenant_sees_attaches_and_refers_to_nothing_of_the_other() {
    let place = place().await;
    let mut work = place.begin(A).await;
    let added = [attachment(A, 1, 1, 5)];
    work.test_procedures()
        .insert_attachments(&added)
        .await
        .unwrap();
    work.commit().await.unwrap();
    let page = PageRequest::default();
    let mut work = place.begin(B).await;
    assert_eq!(
        work.test_procedures().find(procedure_id(1)).await.unwrap(),
        None
    );
    assert_eq!(work.evidence().find(evidence_id(1)).await.unwrap(), None);
    assert_eq!(
        work.evidence()
            .find_locked(&[evidence_id(1)])
            .await
            .unwrap(),
        []
    );
    let listed = work.evidence().list(&EvidenceFilter::default(), page).await;
    assert_eq!(listed.unwrap().items, []);
    let listed = work
        .test_procedures()
        .list(&TestProcedureFilter::default(), page)
        .await;
    assert_eq!(listed.unwrap().items, []);
    let attached = work
        .test_procedures()
        .list_attachments(procedure_id(1))
        .await;
    assert_eq!(attached.unwrap(), []);
    for foreign in [attachment(A, 2, 2, 5), attachment(B, 2, 2, 5)] {
        let mut work = place.begin(B).await;
        let refused = work.test_procedures().insert_attachments(&[foreign]).await;
        assert!(refused.is_err(), "{refused:?}");
    }
    let refused = place
        .begin(B)
        .await
        .evidence()
        .insert(&uploading(A, 8, 0))
        .await;
    assert!(refused.is_err(), "{refused:?}");
}
