//! Findings and recommendations: round trips, versions, filters, pages.

use std::cmp::Reverse;

use aiia_keys_assurance::{
    Finding, FindingFilter, FindingRevision, FindingStatus, PlanTally, Severity,
};
use aiia_keys_domain::Actor;
use aiia_keys_ports::{PageLimit, PageRequest, Stored, Version};

use crate::support::{
    A, B, Place, at, draft, entity_id, finding_id, is_conflict, new_finding, recommendation,
};

const VERIFIED: PlanTally = PlanTally {
    verified: 1,
    unverified: 0,
};

fn in_status(finding: Finding, status: FindingStatus, seconds: u64) -> Finding {
    let mut finding = finding;
    while finding.status() < status {
        let next = finding.status().next();
        finding = finding.become_status(next, VERIFIED, at(seconds)).unwrap();
    }
    finding
}

#[tokio::test]
async fn a_finding_is_read_back_as_each_transition_left_it() {
    let place = Place::with_entities().await;
    place.insert_findings(A, &[draft(A, 1)]).await;
    let mut finding = draft(A, 1);
    let mut version = Version::FIRST;
    for (status, seconds) in [
        FindingStatus::Open,
        FindingStatus::InRemediation,
        FindingStatus::Closed,
        FindingStatus::InRemediation,
    ]
    .into_iter()
    .zip(1..)
    {
        finding = finding
            .become_status(status, VERIFIED, at(seconds))
            .unwrap();
        let mut work = place.begin(A).await;
        version = work.findings().save(&finding, version).await.unwrap();
        work.commit().await.unwrap();
        let found = place.begin(A).await.findings().find(finding_id(1)).await;
        let expected = Stored {
            value: finding.clone(),
            version,
        };
        assert_eq!(found.unwrap(), Some(expected));
    }
    assert_eq!(version, Version::new(5));
}

#[tokio::test]
async fn of_two_who_changed_the_same_finding_the_second_is_refused() {
    let place = Place::with_entities().await;
    place.insert_findings(A, &[draft(A, 1)]).await;
    let revision = FindingRevision {
        entity: Some(entity_id(2)),
        severity: Some(Severity::Low),
        ..FindingRevision::default()
    };
    let changed = draft(A, 1).revise(revision, at(1)).unwrap();
    let mut work = place.begin(A).await;
    let first = work.findings().save(&changed, Version::FIRST).await;
    work.commit().await.unwrap();
    let mut late = place.begin(A).await;
    let second = late.findings().save(&draft(A, 1), Version::FIRST).await;
    assert_eq!(first.unwrap(), Version::new(2));
    assert!(is_conflict(&second), "{second:?}");
}

#[tokio::test]
async fn an_id_is_taken_once_and_dropped_work_has_not_happened() {
    let place = Place::with_entities().await;
    let mut dropped = place.begin(A).await;
    dropped.findings().insert(&draft(A, 1)).await.unwrap();
    drop(dropped);
    assert_eq!(
        place
            .begin(A)
            .await
            .findings()
            .find(finding_id(1))
            .await
            .unwrap(),
        None
    );
    place.insert_findings(A, &[draft(A, 1)]).await;
    let refused = place.begin(A).await.findings().insert(&draft(A, 1)).await;
    assert!(is_conflict(&refused), "{refused:?}");
}

#[tokio::test]
async fn recommendations_are_read_with_their_finding_oldest_first() {
    let place = Place::with_entities().await;
    place.insert_findings(A, &[draft(A, 1), draft(A, 2)]).await;
    let mut own = [7, 5].map(|id| recommendation(A, id, 1));
    own[1].created_at = at(4);
    let mut work = place.begin(A).await;
    for one in own.iter().chain([&recommendation(A, 9, 2)]) {
        work.recommendations().insert(one).await.unwrap();
    }
    work.commit().await.unwrap();
    let listed = place
        .begin(A)
        .await
        .recommendations()
        .list(finding_id(1))
        .await;
    own.reverse();
    assert_eq!(listed.unwrap(), own);
}

fn many(tenant: u128) -> Vec<Finding> {
    let kinds = (0..160_u32).map(|n| {
        let mut new = new_finding(tenant, u128::from(n.wrapping_mul(2_654_435_761)) + 10);
        new.entity = entity_id(u128::from(n % 3) + 1);
        new.severity = Severity::ALL[(n / 2 % 4) as usize];
        let status = FindingStatus::ALL[(n / 3 % 4) as usize];
        let drafted = Finding::draft(new, Actor::Operator, at(u64::from(n / 4))).unwrap();
        in_status(drafted, status, 100 + u64::from(n % 10))
    });
    kinds.collect()
}

fn passes(filter: &FindingFilter, finding: &Finding) -> bool {
    let data = finding.data();
    filter
        .status
        .is_none_or(|status| finding.status() == status)
        && filter
            .severity
            .is_none_or(|severity| data.severity == severity)
        && filter.entity.is_none_or(|entity| data.entity == entity)
        && filter
            .updated_since
            .is_none_or(|since| data.updated_at >= since)
}

fn filters() -> Vec<FindingFilter> {
    let mut filters = Vec::new();
    for status in [None].into_iter().chain(FindingStatus::ALL.map(Some)) {
        for severity in [None, Some(Severity::Low), Some(Severity::Critical)] {
            for entity in [None, Some(entity_id(2)), Some(entity_id(99))] {
                for updated_since in [None, Some(at(105)), Some(at(1_000))] {
                    filters.push(FindingFilter {
                        status,
                        severity,
                        entity,
                        updated_since,
                    });
                }
            }
        }
    }
    filters
}

async fn walk(place: &Place, filter: &FindingFilter, limit: u32) -> Vec<Finding> {
    let mut page = PageRequest {
        after: None,
        limit: PageLimit::new(limit).unwrap(),
    };
    let mut walked = Vec::new();
    loop {
        let mut work = place.begin(A).await;
        let listed = work.findings().list(filter, page).await.unwrap();
        assert!(listed.items.len() <= limit as usize);
        walked.extend(listed.items.into_iter().map(|stored| stored.value));
        page.after = listed.next;
        if page.after.is_none() {
            return walked;
        }
    }
}

#[tokio::test]
async fn every_filter_lists_what_the_rules_say_newest_first_in_pages_of_any_size() {
    let place = Place::with_entities().await;
    for tenant in [A, B] {
        place.insert_findings(tenant, &many(tenant)).await;
    }
    let mut own = many(A);
    own.sort_by_key(|finding| Reverse((finding.data().created_at, finding.data().id)));
    for filter in filters() {
        let expected: Vec<_> = own
            .iter()
            .filter(|finding| passes(&filter, finding))
            .cloned()
            .collect();
        for limit in [9, 100] {
            assert_eq!(walk(&place, &filter, limit).await, expected, "{filter:?}");
        }
    }
}
