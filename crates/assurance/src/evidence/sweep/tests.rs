use aiia_keys_ports::Version;

use super::*;
use crate::{
    mock::{MockAssuranceStore, MockAssuranceWork, MockEvidenceStore},
    testing::{env, evidence_id, organization_id, stored, uploaded, uploading, work},
};

/// A unit of work that finds these uploads overdue.
fn overdue(ids: &'static [u128]) -> MockAssuranceWork {
    let mut work = work();
    work.evidence
        .expect_list_overdue()
        .return_once(|_| Ok(ids.iter().map(|id| stored(uploading(*id))).collect()));
    work
}

fn finding(found: Option<Evidence>) -> MockAssuranceWork {
    let mut work = work();
    work.evidence
        .expect_find()
        .return_once(|_| Ok(found.map(stored)));
    work
}

fn saving(saved: Result<Version, StoreError>) -> MockAssuranceWork {
    let mut work = work();
    work.evidence
        .expect_save()
        .withf(|evidence, read| {
            evidence.data().state == EvidenceState::Abandoned && *read == Version::new(4)
        })
        .return_once(|_, _| saved);
    work
}

/// Files that are there, and which of them may be removed.
fn files(there: &'static [u128], removed: &'static [u128]) -> MockEvidenceStore {
    let mut files = MockEvidenceStore::new();
    files
        .expect_list()
        .withf(|organization| *organization == organization_id())
        .return_once(|_| Ok(there.iter().map(|id| evidence_id(*id)).collect()));
    for id in removed {
        files
            .expect_remove()
            .withf(|place| place.evidence == evidence_id(*id))
            .times(1)
            .return_once(|_| Ok(()));
    }
    files
}

fn prepared(works: Vec<MockAssuranceWork>, files: MockEvidenceStore) -> Env {
    Env {
        store: Box::new(MockAssuranceStore::with_each(works)),
        evidence: Box::new(files),
        ..env(work()).0
    }
}

fn ids(ids: &[u128]) -> Vec<EvidenceId> {
    ids.iter().map(|id| evidence_id(*id)).collect()
}

#[tokio::test]
async fn what_belongs_to_nothing_is_removed_and_everything_else_stays() {
    let abandoned = uploading(3).abandon().unwrap();
    let works = vec![
        overdue(&[]),
        finding(Some(uploaded(1))),
        finding(Some(uploading(2))),
        finding(Some(abandoned)),
        finding(None),
    ];
    let env = prepared(works, files(&[1, 2, 3, 4], &[3, 4]));
    let report = sweep(&env, organization_id(), Mode::Remove).await.unwrap();
    let expected = Report {
        abandoned: ids(&[]),
        orphans: ids(&[3, 4]),
        files: 4,
    };
    assert_eq!(report, expected);
}

#[tokio::test]
async fn an_upload_that_took_too_long_is_given_up_before_its_file_goes() {
    let works = vec![
        overdue(&[1, 2]),
        saving(Ok(Version::new(5))),
        saving(Ok(Version::new(5))),
    ];
    let env = prepared(works, files(&[1], &[1]));
    let report = sweep(&env, organization_id(), Mode::Remove).await.unwrap();
    let expected = Report {
        abandoned: ids(&[1, 2]),
        orphans: ids(&[1]),
        files: 1,
    };
    assert_eq!(report, expected);
}

#[tokio::test]
async fn an_upload_that_was_completed_at_the_same_moment_stays() {
    let works = vec![
        overdue(&[1]),
        saving(Err(StoreError::Conflict("it was completed"))),
        finding(Some(uploaded(1))),
    ];
    let env = prepared(works, files(&[1], &[]));
    let report = sweep(&env, organization_id(), Mode::Remove).await.unwrap();
    assert_eq!((report.abandoned, report.orphans), (ids(&[]), ids(&[])));
}

#[tokio::test]
async fn looking_tells_the_same_and_changes_nothing() {
    let works = vec![overdue(&[1]), finding(None)];
    let env = prepared(works, files(&[1, 2], &[]));
    let report = sweep(&env, organization_id(), Mode::Look).await.unwrap();
    assert_eq!(
        (report.abandoned, report.orphans),
        (ids(&[1]), ids(&[1, 2]))
    );
}
