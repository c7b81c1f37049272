use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use aiia_keys_domain::{Actor, TrailHead};
use uuid::Uuid;

use super::*;
use crate::{
    mock::{MockAssuranceWork, MockRunLauncher, MockRunSlot},
    testing::{connector, connector_id, env, now, organization_id, program, stored, work},
};

const COMMAND: fn() -> Command = || Command {
    id: connector_id(1),
    dry_run: true,
};

/// A launcher with one place, and what was launched.
fn launcher() -> (MockRunLauncher, Arc<Mutex<Vec<RunTicket>>>) {
    let tickets = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&tickets);
    let mut launcher = MockRunLauncher::new();
    launcher.expect_reserve().return_once(move || {
        let mut slot = MockRunSlot::new();
        slot.expect_launch()
            .returning(move |ticket| kept.lock().unwrap().push(ticket));
        Ok(Box::new(slot))
    });
    (launcher, tickets)
}

/// Work with the connector, and a run of it that is stored as running.
fn present(running: Option<ConnectorRun>) -> MockAssuranceWork {
    let mut work = work();
    work.connectors
        .expect_find_locked()
        .return_once(|_| Ok(Some(stored(connector(1)))));
    work.connector_runs
        .expect_find_running()
        .return_once(|_| Ok(running.map(stored)));
    work
}

/// A run that began so many seconds before now, under a lease of 30 seconds.
fn begun_before(seconds: u64) -> ConnectorRun {
    let micros = now().unix_micros() - i64::try_from(seconds).unwrap() * 1_000_000;
    let at = aiia_keys_domain::Timestamp::from_unix_micros(micros).unwrap();
    let new = NewConnectorRun {
        id: ConnectorRunId::from_uuid(Uuid::from_u128(9)),
        organization: organization_id(),
        connector: connector_id(1),
        dry_run: false,
    };
    ConnectorRun::start(new, Actor::Operator, Duration::from_secs(30), at)
}

fn expect_start(work: &mut MockAssuranceWork) {
    work.connector_runs
        .expect_insert()
        .withf(|run| run.data().dry_run && run.data().connector == connector_id(1))
        .times(1)
        .returning(|_| Ok(()));
    work.trail
        .expect_append()
        .withf(|draft| {
            let (entry, _) = TrailHead::genesis(organization_id()).append(draft.clone());
            let names: Vec<_> = entry.details().iter().map(|(name, _)| name).collect();
            entry.action().as_str() == "connector.refreshed" && names == ["dry_run", "run"]
        })
        .times(1)
        .returning(|draft| Ok(TrailHead::genesis(organization_id()).append(draft).0));
}

#[tokio::test]
async fn a_run_is_stored_with_its_trail_entry_and_then_launched() {
    let mut work = present(None);
    expect_start(&mut work);
    let (mut env, store) = env(work);
    let (launcher, tickets) = launcher();
    env.runs = Box::new(launcher);
    let run = refresh(&env, &program("admin:sync"), COMMAND()).await;
    let ticket = RunTicket {
        organization: organization_id(),
        connector: connector_id(1),
        run: run.unwrap().data().id,
        request: None,
    };
    assert_eq!(*tickets.lock().unwrap(), [ticket]);
    assert_eq!(store.commits(), 1);
}

#[tokio::test]
async fn while_it_runs_no_second_run_begins() {
    let (mut env, store) = env(present(Some(begun_before(29))));
    let (launcher, tickets) = launcher();
    env.runs = Box::new(launcher);
    let refused = refresh(&env, &program("admin:sync"), COMMAND()).await;
    assert!(matches!(refused, Err(Error::Running(_))), "{refused:?}");
    assert_eq!((store.commits(), tickets.lock().unwrap().len()), (0, 0));
}

#[tokio::test]
async fn a_run_whose_lease_is_over_is_stored_as_interrupted_and_another_begins() {
    let lost = begun_before(30);
    let seen = lost.clone().seen(now());
    let mut work = present(Some(lost));
    work.connector_runs
        .expect_save()
        .withf(move |run, _| *run == seen)
        .times(1)
        .returning(|_, read| Ok(read.next()));
    expect_start(&mut work);
    let (mut env, _) = env(work);
    let (launcher, tickets) = launcher();
    env.runs = Box::new(launcher);
    let run = refresh(&env, &program("admin:sync"), COMMAND()).await;
    assert!(run.is_ok() && tickets.lock().unwrap().len() == 1);
}

#[tokio::test]
async fn a_busy_node_and_a_connector_that_is_not_there_begin_nothing() {
    let (mut environment, _) = env(work());
    let mut busy = MockRunLauncher::new();
    busy.expect_reserve().returning(|| Err(RunsBusy));
    environment.runs = Box::new(busy);
    let refused = refresh(&environment, &program("admin:sync"), COMMAND()).await;
    assert!(matches!(refused, Err(Error::Busy(_))), "{refused:?}");

    let mut gone = work();
    gone.connectors
        .expect_find_locked()
        .return_once(|_| Ok(None));
    let (mut environment, _) = env(gone);
    environment.runs = Box::new(launcher().0);
    let refused = refresh(&environment, &program("admin:sync"), COMMAND()).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
}
