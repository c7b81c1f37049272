use super::*;
use crate::{
    PlanTally, Severity,
    mock::MockAssuranceWork,
    testing::{draft, entity_id, env, finding_id, now, program, stored, work},
};

const VERIFIED: PlanTally = PlanTally {
    verified: 1,
    unverified: 0,
};

fn nothing() -> Command {
    Command {
        id: finding_id(1),
        expected: None,
        revision: FindingRevision::default(),
        status: None,
    }
}

fn more_severe() -> FindingRevision {
    FindingRevision {
        severity: Some(Severity::Critical),
        ..FindingRevision::default()
    }
}

fn holding(finding: Finding) -> MockAssuranceWork {
    let mut work = work();
    work.findings
        .expect_find_locked()
        .return_once(|_| Ok(Some(stored(finding))));
    work
}

fn saving(finding: Finding, plans: PlanTally) -> MockAssuranceWork {
    let mut work = holding(finding);
    work.findings
        .expect_save()
        .times(1)
        .returning(|_, read| Ok(read.next()));
    work.action_plans
        .expect_tally()
        .returning(move |_| Ok(plans));
    work
}

fn closed() -> Finding {
    let open = draft(1).issue(now()).unwrap();
    let acting = open.start_remediation(VERIFIED, now()).unwrap();
    acting.close(VERIFIED, now()).unwrap()
}

#[tokio::test]
async fn words_and_status_change_together_in_one_version() {
    let (env, store) = env(saving(draft(1), PlanTally::default()));
    let command = Command {
        expected: Some(Version::new(4)),
        revision: more_severe(),
        status: Some(FindingStatus::Open),
        ..nothing()
    };
    let updated = update(&env, &program("write:findings"), command)
        .await
        .unwrap();
    assert_eq!(updated.version, Version::new(5));
    assert_eq!(updated.value.status(), FindingStatus::Open);
    assert_eq!(updated.value.data().severity, Severity::Critical);
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn what_is_so_already_is_no_change() {
    let (env, _) = env(holding(draft(1)));
    let same = Command {
        revision: FindingRevision {
            severity: Some(draft(1).data().severity),
            ..FindingRevision::default()
        },
        status: Some(FindingStatus::Draft),
        ..nothing()
    };
    let updated = update(&env, &program("write:*"), same).await.unwrap();
    assert_eq!(updated, stored(draft(1)));
}

#[tokio::test]
async fn a_stale_version_changes_nothing() {
    let (env, store) = env(holding(draft(1)));
    let stale = Command {
        expected: Some(Version::new(3)),
        revision: more_severe(),
        ..nothing()
    };
    let refused = update(&env, &program("write:findings"), stale).await;
    assert!(matches!(refused, Err(Error::Stale)), "{refused:?}");
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn the_plans_decide_whether_a_finding_can_be_closed() {
    for (unverified, allowed) in [(0, true), (1, false)] {
        let acting = closed().reopen(now()).unwrap();
        let mut work = holding(acting);
        let plans = PlanTally {
            verified: 1,
            unverified,
        };
        work.action_plans
            .expect_tally()
            .returning(move |_| Ok(plans));
        work.findings
            .expect_save()
            .returning(|_, read| Ok(read.next()));
        let (env, store) = env(work);
        let close = Command {
            status: Some(FindingStatus::Closed),
            ..nothing()
        };
        let outcome = update(&env, &program("write:findings"), close).await;
        assert_eq!(outcome.is_ok(), allowed, "{outcome:?}");
        assert_eq!(store.commits(), usize::from(allowed));
    }
}

#[tokio::test]
async fn a_closed_finding_is_revised_only_as_it_is_reopened() {
    let revise = Command {
        revision: more_severe(),
        ..nothing()
    };
    let (refusing, store) = env(holding(closed()));
    let caller = program("write:findings");
    let refused = update(&refusing, &caller, revise.clone()).await;
    assert!(
        matches!(refused, Err(Error::Refused(FindingRefusal::Closed))),
        "{refused:?}"
    );
    assert_eq!(store.commits(), 0);

    let (env, _) = env(saving(closed(), VERIFIED));
    let reopen = Command {
        status: Some(FindingStatus::InRemediation),
        ..revise
    };
    let updated = update(&env, &caller, reopen).await.unwrap().value;
    assert_eq!(updated.status(), FindingStatus::InRemediation);
    assert_eq!(updated.data().severity, Severity::Critical);
}

#[tokio::test]
async fn another_entity_has_to_be_there() {
    let mut work = holding(draft(1));
    work.entities.expect_find().return_once(|_| Ok(None));
    let (env, store) = env(work);
    let command = Command {
        revision: FindingRevision {
            entity: Some(entity_id(9)),
            ..FindingRevision::default()
        },
        ..nothing()
    };
    let refused = update(&env, &program("write:findings"), command).await;
    assert!(matches!(refused, Err(Error::UnknownEntity)), "{refused:?}");
    assert_eq!(store.commits(), 0);
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_without_the_scope_nothing_is_asked() {
    let mut none = work();
    none.findings.expect_find_locked().return_once(|_| Ok(None));
    let (env, _) = env(none);
    let refused = update(&env, &program("read:findings"), nothing()).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    let refused = update(&env, &program("write:findings"), nothing()).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
}
