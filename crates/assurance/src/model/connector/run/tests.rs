use uuid::Uuid;

use super::*;
use crate::testing::{now, organization_id};

const LEASE: Duration = Duration::from_secs(30);

/// So many seconds after the run began.
fn after(seconds: u64) -> Timestamp {
    now().saturating_add(Duration::from_secs(seconds))
}

fn run() -> ConnectorRun {
    let new = NewConnectorRun {
        id: ConnectorRunId::from_uuid(Uuid::from_u128(1)),
        organization: organization_id(),
        connector: ConnectorId::from_uuid(Uuid::from_u128(2)),
        dry_run: false,
    };
    ConnectorRun::start(new, Actor::Operator, LEASE, now())
}

fn failure() -> RunFailure {
    RunFailure::new("source_timeout", "the source did not answer")
}

/// Everything that can be done to a run.
fn changes(run: &ConnectorRun, at: Timestamp) -> [Result<ConnectorRun, RunOver>; 4] {
    [
        run.clone().renew(LEASE, at),
        run.clone().succeed(ChangeCounts::default(), at),
        run.clone().fail(failure(), at),
        run.clone().interrupt(at),
    ]
}

#[test]
fn a_run_that_goes_on_can_end_in_each_way() {
    let at = after(29);
    let states = changes(&run(), at).map(|changed| changed.unwrap().data().state.clone());
    let expected = [
        ConnectorRunState::Running { until: after(59) },
        ConnectorRunState::Succeeded {
            at,
            counts: ChangeCounts::default(),
        },
        ConnectorRunState::Failed {
            at,
            failure: failure(),
        },
        ConnectorRunState::Interrupted { at },
    ];
    assert_eq!(states, expected);
    let names = states.each_ref().map(ConnectorRunState::as_str);
    assert_eq!(names, ["running", "succeeded", "failed", "interrupted"]);
}

#[test]
fn what_has_ended_stays_so() {
    for ended in changes(&run(), after(1)).into_iter().skip(1) {
        let ended = ended.unwrap();
        for changed in changes(&ended, after(2)) {
            assert_eq!(changed, Err(RunOver), "{ended:?}");
        }
        assert_eq!(ended.clone().seen(after(1_000)), ended);
    }
}

#[test]
fn when_its_lease_is_over_a_run_is_interrupted_and_cannot_end_otherwise() {
    let run = run();
    assert_eq!(run.clone().seen(after(29)), run);
    for at in [after(30), after(1_000)] {
        let seen = run.clone().seen(at).data().state.clone();
        assert_eq!(seen, ConnectorRunState::Interrupted { at: after(30) });
        for changed in changes(&run, at) {
            assert_eq!(changed, Err(RunOver));
        }
    }
    let renewed = run.renew(LEASE, after(20)).unwrap();
    assert_eq!(renewed.clone().seen(after(49)), renewed);
}

#[test]
fn what_happens_is_logged_and_renews_the_lease() {
    let event = RunEvent::Attempt { number: 1, most: 4 };
    let noted = run().note(&event, LEASE, after(20)).unwrap();
    let line = RunLogLine {
        at: after(20),
        message: "asking the source, attempt 1 of at most 4".to_owned(),
    };
    assert_eq!(noted.data().log, [line]);
    let until = after(50);
    assert_eq!(noted.data().state, ConnectorRunState::Running { until });
    assert_eq!(noted.note(&event, LEASE, until), Err(RunOver));
}

#[test]
fn a_log_does_not_grow_without_bounds() {
    let event = RunEvent::Resealed;
    let full = (0..200).try_fold(run(), |run, _| run.note(&event, LEASE, now()));
    assert_eq!(full.unwrap().data().log.len(), MAX_RUN_LOG_LINES);
}
