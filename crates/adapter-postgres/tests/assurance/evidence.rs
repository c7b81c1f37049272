//! Evidence: round trips, versions, filters, pages, and what is overdue.

use aiia_keys_assurance::{ContentDigest, Evidence, EvidenceFilter, EvidenceId};
use aiia_keys_domain::{Actor, KeyId};
use aiia_keys_ports::{PageLimit, PageRequest, Stored, Version};
use uuid::Uuid;

use crate::support::{A, B, Place, at, content, evidence_id, is_conflict, uploading};

/// Stores them in this order.
async fn insert(place: &Place, tenant: u128, all: &[Evidence]) {
    let mut work = place.begin(tenant).await;
    for evidence in all {
        work.evidence().insert(evidence).await.unwrap();
    }
    work.commit().await.unwrap();
}

fn uploaded(tenant: u128, id: u128, seconds: u64) -> Evidence {
    let begun = uploading(tenant, id, seconds);
    begun.complete(content(seconds), at(seconds + 1)).unwrap()
}

fn ids(listed: &[Stored<Evidence>]) -> Vec<EvidenceId> {
    listed.iter().map(|one| one.value.data().id).collect()
}

#[tokio::test]
async fn evidence_is_read_back_as_each_transition_left_it() {
    let place = Place::new().await;
    insert(&place, A, &[uploading(A, 1, 0), uploading(A, 2, 0)]).await;
    let uploaded = uploaded(A, 1, 0);
    let attached = uploaded.clone().attach(at(5)).unwrap();
    let abandoned = uploading(A, 2, 0).abandon().unwrap();
    for (evidence, read) in [(uploaded, 1), (attached, 2), (abandoned, 1)] {
        let mut work = place.begin(A).await;
        let read = Version::new(read);
        let version = work.evidence().save(&evidence, read).await.unwrap();
        work.commit().await.unwrap();
        let id = evidence.data().id;
        let mut work = place.begin(A).await;
        let expected = Stored {
            value: evidence,
            version,
        };
        assert_eq!(
            work.evidence().find(id).await.unwrap().as_ref(),
            Some(&expected)
        );
        let locked = work.evidence().find_locked(&[id, evidence_id(9)]).await;
        assert_eq!(locked.unwrap(), [expected]);
    }
}

#[tokio::test]
async fn an_upload_is_completed_or_given_up_and_never_both() {
    let place = Place::new().await;
    insert(&place, A, &[uploading(A, 1, 0)]).await;
    let mut completing = place.begin(A).await;
    let completed = completing
        .evidence()
        .save(&uploaded(A, 1, 0), Version::FIRST)
        .await;
    completed.unwrap();
    completing.commit().await.unwrap();
    let abandoned = uploading(A, 1, 0).abandon().unwrap();
    let mut sweeping = place.begin(A).await;
    let refused = sweeping.evidence().save(&abandoned, Version::FIRST).await;
    assert!(is_conflict(&refused), "{refused:?}");
}

#[tokio::test]
async fn only_complete_evidence_is_listed_newest_first_in_pages_and_by_filter() {
    let place = Place::with_entities().await;
    let attached = uploaded(A, 3, 3).attach(at(9)).unwrap();
    let abandoned = uploading(A, 5, 5).abandon().unwrap();
    let all = [
        uploaded(A, 1, 1),
        uploaded(A, 2, 2),
        attached,
        uploading(A, 4, 4),
        abandoned,
    ];
    insert(&place, A, &all).await;
    let mut work = place.begin(A).await;
    let page = PageRequest {
        limit: PageLimit::new(2).unwrap(),
        ..PageRequest::default()
    };
    let first = work
        .evidence()
        .list(&EvidenceFilter::default(), page)
        .await
        .unwrap();
    assert_eq!(ids(&first.items), [3, 2].map(evidence_id));
    let page = PageRequest {
        after: first.next,
        ..page
    };
    let second = work
        .evidence()
        .list(&EvidenceFilter::default(), page)
        .await
        .unwrap();
    assert_eq!(
        (ids(&second.items), second.next),
        (vec![evidence_id(1)], None)
    );
    for (filter, expected) in [
        (
            EvidenceFilter {
                attached: Some(true),
                ..EvidenceFilter::default()
            },
            vec![3],
        ),
        (
            EvidenceFilter {
                attached: Some(false),
                ..EvidenceFilter::default()
            },
            vec![2, 1],
        ),
        (
            EvidenceFilter {
                digest: Some(content(2).digest),
                ..EvidenceFilter::default()
            },
            vec![2],
        ),
        (
            EvidenceFilter {
                digest: Some(ContentDigest::of(b"")),
                ..EvidenceFilter::default()
            },
            vec![],
        ),
    ] {
        let listed = work
            .evidence()
            .list(&filter, PageRequest::default())
            .await
            .unwrap();
        let expected: Vec<_> = expected.into_iter().map(evidence_id).collect();
        assert_eq!(ids(&listed.items), expected, "{filter:?}");
    }
}

#[tokio::test]
async fn uploads_are_overdue_after_their_hour_and_only_while_they_go_on() {
    let place = Place::new().await;
    let abandoned = uploading(A, 3, 0).abandon().unwrap();
    let all = [
        uploading(A, 1, 0),
        uploading(A, 2, 1),
        abandoned,
        uploaded(A, 4, 0),
    ];
    insert(&place, A, &all).await;
    let mut work = place.begin(A).await;
    let hour = 3_600;
    assert_eq!(
        ids(&work.evidence().list_overdue(at(hour)).await.unwrap()),
        []
    );
    let overdue = work.evidence().list_overdue(at(hour + 1)).await.unwrap();
    assert_eq!(ids(&overdue), [evidence_id(1)]);
    let overdue = work.evidence().list_overdue(at(hour + 2)).await.unwrap();
    assert_eq!(ids(&overdue), [1, 2].map(evidence_id));
}

#[tokio::test]
async fn the_same_content_is_found_for_who_uploaded_it_whole() {
    let place = Place::new().await;
    insert(
        &place,
        A,
        &[uploaded(A, 1, 7), uploaded(A, 2, 8), uploading(A, 3, 9)],
    )
    .await;
    insert(&place, B, &[uploaded(B, 4, 7)]).await;
    let key = Actor::Key(KeyId::from_uuid(Uuid::from_u128(1)));
    let mut work = place.begin(A).await;
    for (number, by, expected) in [
        (7, &Actor::Operator, Some(evidence_id(1))),
        (8, &Actor::Operator, Some(evidence_id(2))),
        (8, &key, None),
        (9, &Actor::Operator, None),
    ] {
        let found = work
            .evidence()
            .find_same(content(number).digest, by)
            .await
            .unwrap();
        assert_eq!(
            found.map(|found| found.value.data().id),
            expected,
            "{number} {by}"
        );
    }
}

#[tokio::test]
async fn the_tables_refuse_what_no_transition_leaves() {
    let place = Place::new().await;
    insert(&place, A, &[uploading(A, 1, 0)]).await;
    let client = place
        .database
        .connect(aiia_keys_test_support::Role::Admin)
        .await
        .unwrap();
    for set in [
        "status = 'uploaded', upload_until = NULL",
        "status = 'abandoned'",
        "size = 1",
        "status = 'attached', upload_until = NULL, size = 1, digest = sha256(''), uploaded_at = now()",
    ] {
        let update = format!("UPDATE aiia_keys.evidence SET {set}");
        assert!(client.batch_execute(&update).await.is_err(), "{set}");
    }
}
