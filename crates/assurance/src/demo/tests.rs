use std::collections::{BTreeMap, HashSet};

use super::*;
use crate::{
    Column, ConnectorRunState, RowPlace,
    testing::{now, organization_id, work},
};

fn made() -> Demo {
    demo(organization_id(), now()).unwrap()
}

#[test]
fn the_demonstration_shows_every_kind_severity_and_status() {
    let demo = made();
    let kinds: HashSet<_> = demo.entities.iter().map(Entity::kind).collect();
    assert_eq!(kinds.len(), crate::EntityKind::ALL.len());
    let findings = || demo.findings.iter().map(|found| &found.finding);
    let severities: HashSet<_> = findings().map(|finding| finding.data().severity).collect();
    assert_eq!(severities.len(), crate::Severity::ALL.len());
    let statuses: HashSet<_> = findings().map(Finding::status).collect();
    assert_eq!(statuses.len(), crate::FindingStatus::ALL.len());
    let plans = demo.findings.iter().flat_map(|found| &found.plans);
    let statuses: HashSet<_> = plans
        .filter_map(|moves| moves.last())
        .map(|moved| moved.plan().data().status)
        .collect();
    assert_eq!(statuses.len(), ActionPlanStatus::ALL.len());
}

#[test]
fn no_two_things_have_one_id_and_nothing_happens_in_the_future() {
    let demo = made();
    let mut ids = HashSet::new();
    for entity in &demo.entities {
        assert!(ids.insert(*entity.id().as_uuid()));
    }
    for found in &demo.findings {
        assert!(ids.insert(*found.finding.data().id.as_uuid()));
        assert!(found.finding.data().updated_at <= now());
        for recommendation in &found.recommendations {
            assert!(ids.insert(*recommendation.id.as_uuid()));
        }
        for moves in &found.plans {
            let plan = moves[0].plan().data();
            assert!(ids.insert(*plan.id.as_uuid()));
            assert!(moves.iter().all(|moved| moved.entry().at <= now()));
        }
    }
    for made in &demo.procedures {
        assert!(ids.insert(*made.procedure.id.as_uuid()));
        for file in &made.files {
            assert!(ids.insert(*file.evidence.data().id.as_uuid()));
            assert!(file.attachment.attached_at <= now());
        }
    }
    let DemoConnector { connector, runs } = &demo.connector;
    assert!(ids.insert(*connector.id.as_uuid()));
    let mut before = connector.created_at;
    for run in runs {
        let data = run.data();
        assert!(ids.insert(*data.id.as_uuid()));
        let log = data.log.iter().map(|line| line.at);
        for at in std::iter::once(data.started_at).chain(log) {
            assert!((before..=now()).contains(&at));
            before = at;
        }
    }
    assert_eq!((demo.entities.len(), demo.findings.len()), (42, 26));
    assert_eq!(demo.procedures.len(), 3);
}

#[test]
fn the_connectors_runs_came_to_what_the_universe_is_and_one_to_a_row_at_fault() {
    let demo = made();
    let ended: Vec<_> = demo
        .connector
        .runs
        .iter()
        .map(|run| match &run.data().state {
            ConnectorRunState::Succeeded { counts, .. } => (counts.added, counts.unchanged, None),
            ConnectorRunState::Failed { failure, .. } => {
                let [row] = failure.rows.as_slice() else {
                    panic!("{failure:?}");
                };
                (0, 0, Some((failure.code.as_str(), row.at, row.column)))
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let row = ("source_unreadable", RowPlace::Line(14), Column::Kind);
    let expected = [(42, 0, None), (0, 0, Some(row)), (0, 42, None)];
    assert_eq!(ended, expected);
}

#[test]
fn another_organization_has_other_ids() {
    let other = OrganizationId::from_uuid(Uuid::from_u128(1 << 100));
    let ids = |demo: &Demo| -> HashSet<_> { demo.entities.iter().map(Entity::id).collect() };
    assert!(ids(&made()).is_disjoint(&ids(&demo(other, now()).unwrap())));
}

#[tokio::test]
async fn every_move_is_stored_once_and_in_order() {
    use std::sync::{Arc, Mutex};

    let demo = made();
    let logs: Arc<Mutex<BTreeMap<_, Vec<_>>>> = Arc::default();
    let note = |logs: &Arc<Mutex<BTreeMap<_, Vec<_>>>>| {
        let logs = Arc::clone(logs);
        move |moved: &LoggedPlan| {
            let entry = moved.entry();
            logs.lock()
                .unwrap()
                .entry(entry.plan)
                .or_default()
                .push(entry.sequence);
        }
    };
    let (inserted, saved) = (note(&logs), note(&logs));
    let mut work = work();
    work.entities.expect_insert().times(1).returning(|_| Ok(()));
    work.findings
        .expect_insert()
        .times(26)
        .returning(|_| Ok(()));
    work.recommendations.expect_insert().returning(|_| Ok(()));
    work.action_plans.expect_insert().returning(move |moved| {
        inserted(moved);
        Ok(())
    });
    work.action_plans
        .expect_save()
        .returning(move |moved, read| {
            saved(moved);
            Ok(read.next())
        });
    work.test_procedures
        .expect_insert()
        .times(3)
        .returning(|_| Ok(()));
    work.test_procedures
        .expect_insert_attachments()
        .times(2)
        .returning(|_| Ok(()));
    work.evidence.expect_insert().times(3).returning(|_| Ok(()));
    work.connectors
        .expect_insert()
        .times(1)
        .returning(|_| Ok(()));
    work.connector_runs
        .expect_insert()
        .times(3)
        .returning(|_| Ok(()));
    insert(&mut work, &demo).await.unwrap();
    for (plan, log) in logs.lock().unwrap().iter() {
        let expected: Vec<_> = (1..).take(log.len()).collect();
        assert_eq!(*log, expected, "{plan}");
    }
    assert_eq!(
        logs.lock().unwrap().len(),
        demo.findings
            .iter()
            .map(|found| found.plans.len())
            .sum::<usize>()
    );
}

#[tokio::test]
async fn what_its_files_hold_is_what_their_records_say() {
    use crate::mock::{MockEvidenceStore, MockEvidenceWriter};

    let demo = made();
    for file in demo.procedures.iter().flat_map(|made| &made.files) {
        let whole = file.evidence.content().unwrap();
        assert_eq!(whole.size, file.content.len() as u64);
        assert_eq!(
            whole.digest,
            crate::ContentDigest::of(file.content.as_bytes())
        );
        let media_type = &file.evidence.data().media_type;
        media_type.check_beginning(file.content.as_bytes()).unwrap();
    }
    let mut files = MockEvidenceStore::new();
    files.expect_write().times(3).returning(|place| {
        assert_eq!(place.organization, organization_id());
        let mut writer = MockEvidenceWriter::new();
        writer.expect_write().times(1).returning(|_| Ok(()));
        writer.expect_finish().times(1).returning(|| Ok(()));
        Ok(Box::new(writer))
    });
    evidence::store_files(&files, &demo.procedures)
        .await
        .unwrap();
}
