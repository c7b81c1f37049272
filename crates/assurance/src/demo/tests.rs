use std::collections::{BTreeMap, HashSet};

use super::*;
use crate::testing::{now, organization_id, work};

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
    assert_eq!((demo.entities.len(), demo.findings.len()), (42, 26));
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
