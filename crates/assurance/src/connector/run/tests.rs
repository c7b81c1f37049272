//! Runs against a store that keeps one connector and one run, and sources that answer as told.

use std::{
    collections::VecDeque,
    future::pending,
    sync::{Arc, Mutex},
    time::Duration,
};

use aiia_keys_domain::{Actor, TrailHead};
use aiia_keys_ports::{
    MemorySpools, Stored, Version,
    mock::{MockClock, MockEntropy},
};
use uuid::Uuid;

use super::*;
use crate::{
    ChangeCounts, Connector, ConnectorRunId, ConnectorRunState, FetchFailure, Fetched,
    NewConnectorRun,
    mock::{MockAssuranceStore, MockAssuranceWork, MockTimer, MockTreeSource},
    testing::{connector, connector_id, now, organization_id, stored, transparent_sealer, work},
};

/// What is stored.
#[derive(Clone)]
struct Kept {
    run: Arc<Mutex<Stored<ConnectorRun>>>,
    connector: Arc<Mutex<Option<Stored<Connector>>>>,
    waits: Arc<Mutex<Vec<Duration>>>,
}

fn kept() -> Kept {
    let new = NewConnectorRun {
        id: ConnectorRunId::from_uuid(Uuid::from_u128(5)),
        organization: organization_id(),
        connector: connector_id(1),
        dry_run: false,
    };
    let lease = ConnectorRules::default().lease_to_fetch();
    let run = ConnectorRun::start(new, Actor::Operator, lease, now());
    let open = Connector {
        credentials: crate::SealedCredentials::None,
        ..connector(1)
    };
    Kept {
        run: Arc::new(Mutex::new(Stored {
            value: run,
            version: Version::FIRST,
        })),
        connector: Arc::new(Mutex::new(Some(stored(open)))),
        waits: Arc::default(),
    }
}

impl Kept {
    fn work(&self) -> MockAssuranceWork {
        let mut work = work();
        let kept = self.clone();
        work.connector_runs
            .expect_find()
            .returning(move |_, _| Ok(Some(kept.run.lock().unwrap().clone())));
        let kept = self.clone();
        work.connector_runs
            .expect_save()
            .returning(move |run, read| {
                let mut stored = kept.run.lock().unwrap();
                if stored.version != read {
                    return Err(StoreError::Conflict("changed"));
                }
                *stored = Stored {
                    value: run.clone(),
                    version: read.next(),
                };
                Ok(read.next())
            });
        let kept = self.clone();
        work.connectors
            .expect_find()
            .returning(move |_| Ok(kept.connector.lock().unwrap().clone()));
        let kept = self.clone();
        work.connectors
            .expect_find_locked()
            .returning(move |_| Ok(kept.connector.lock().unwrap().clone()));
        let kept = self.clone();
        work.connectors
            .expect_save()
            .returning(move |connector, read| {
                *kept.connector.lock().unwrap() = Some(Stored {
                    value: connector.clone(),
                    version: read.next(),
                });
                Ok(read.next())
            });
        work.entities.expect_lock_universe().returning(|| Ok(()));
        work.entities.expect_list_all().returning(|_| Ok(vec![]));
        work.entities.expect_insert().returning(|_| Ok(()));
        work.trail
            .expect_append()
            .returning(|draft| Ok(TrailHead::genesis(organization_id()).append(draft).0));
        work
    }

    fn env(&self, answers: impl IntoIterator<Item = Result<Fetched, FetchFailure>>) -> RunEnv {
        let works = (0..20).map(|_| self.work());
        let mut answers: VecDeque<_> = answers.into_iter().collect();
        let mut source = MockTreeSource::new();
        source
            .expect_fetch()
            .returning(move |_, _| answers.pop_front().unwrap());
        self.env_on(MockAssuranceStore::with_each(works), source)
    }

    fn env_on(&self, store: MockAssuranceStore, source: MockTreeSource) -> RunEnv {
        let mut clock = MockClock::new();
        clock.expect_now().return_const(now());
        let mut entropy = MockEntropy::new();
        entropy.expect_fill().returning(|bytes| {
            bytes.fill(255);
            Ok(())
        });
        let mut timer = MockTimer::new();
        let waits = Arc::clone(&self.waits);
        timer
            .expect_wait()
            .returning(move |wait| waits.lock().unwrap().push(wait));
        let mut sealer = transparent_sealer();
        sealer.expect_is_current().return_const(true);
        RunEnv {
            store: Box::new(store),
            clock: Box::new(clock),
            entropy: Box::new(entropy),
            sealer: Box::new(sealer),
            spools: Box::new(MemorySpools),
            source: Box::new(source),
            timer: Box::new(timer),
            rules: ConnectorRules::default(),
        }
    }

    fn ticket(&self) -> RunTicket {
        RunTicket {
            organization: organization_id(),
            connector: connector_id(1),
            run: self.run.lock().unwrap().value.data().id,
            request: None,
        }
    }

    fn state(&self) -> ConnectorRunState {
        self.run.lock().unwrap().value.data().state.clone()
    }

    fn failure(&self) -> String {
        match self.state() {
            ConnectorRunState::Failed { failure, .. } => failure.code,
            other => panic!("{other:?}"),
        }
    }
}

fn universe() -> Fetched {
    let body = r#"{"entities": [{"code": "GRP", "kind": "legal_entity", "name": "Group"}]}"#;
    Fetched {
        media_type: Some("application/json".to_owned()),
        body: body.into(),
    }
}

#[tokio::test]
async fn a_source_that_comes_back_is_asked_again_and_the_run_tells_what_happened() {
    let kept = kept();
    let env = kept.env([
        Err(FetchFailure::Connect),
        Err(FetchFailure::Connect),
        Ok(universe()),
    ]);
    let ended = run(&env, &kept.ticket(), pending()).await.unwrap();
    let counts = ChangeCounts {
        added: 1,
        ..ChangeCounts::default()
    };
    let succeeded = ConnectorRunState::Succeeded { at: now(), counts };
    assert_eq!((ended.is_some(), kept.state()), (true, succeeded));
    let seconds = [1, 2].map(Duration::from_secs);
    assert_eq!(*kept.waits.lock().unwrap(), seconds);
    let log = kept.run.lock().unwrap().value.data().log.clone();
    let log: Vec<_> = log.iter().map(|line| line.message.as_str()).collect();
    let refused = "the source cannot be connected to: check its name, its port and its certificate";
    assert_eq!(
        log,
        [
            "asking the source, attempt 1 of at most 4",
            &format!("{refused}; asking again in 1000 ms"),
            "asking the source, attempt 2 of at most 4",
            &format!("{refused}; asking again in 2000 ms"),
            "asking the source, attempt 3 of at most 4",
            "the source sent 72 bytes",
            "the source tells of 1 entities",
        ]
    );
}

#[tokio::test]
async fn what_does_not_go_away_fails_the_run_with_its_code() {
    let html = Fetched {
        media_type: Some("text/html".to_owned()),
        body: b"<html>".to_vec(),
    };
    for (answers, code) in [
        (vec![Err(FetchFailure::Encoded)], "source_encoded"),
        (vec![Err(FetchFailure::Connect); 4], "source_unreachable"),
        (vec![Ok(html)], "source_unreadable"),
    ] {
        let kept = kept();
        let env = kept.env(answers);
        run(&env, &kept.ticket(), pending()).await.unwrap();
        assert_eq!(kept.failure(), code);
    }
}

#[tokio::test]
async fn the_end_of_the_service_interrupts_a_run_that_still_asks() {
    let kept = kept();
    let works = (0..20).map(|_| kept.work());
    let store = MockAssuranceStore::with_each(works);
    let env = RunEnv {
        source: Box::new(Stalled),
        ..kept.env_on(store, MockTreeSource::new())
    };
    // It is asked for when the source is being asked.
    let stop = std::future::ready(());
    let ended = run(&env, &kept.ticket(), stop).await.unwrap();
    assert!(ended.is_some());
    assert_eq!(kept.state(), ConnectorRunState::Interrupted { at: now() });
}

/// A source that never answers.
struct Stalled;

#[async_trait::async_trait]
impl TreeSource for Stalled {
    async fn fetch(
        &self,
        _: &crate::SourceUrl,
        _: &crate::SourceCredentials,
    ) -> Result<Fetched, FetchFailure> {
        pending().await
    }
}

#[tokio::test]
async fn a_run_that_another_node_took_for_lost_changes_nothing() {
    let kept = kept();
    let taken = {
        let mut stored = kept.run.lock().unwrap();
        stored.value = stored.value.clone().interrupt(now()).unwrap();
        stored.value.clone()
    };
    let env = kept.env([Ok(universe())]);
    let ended = run(&env, &kept.ticket(), pending()).await.unwrap();
    assert_eq!(ended, None);
    assert_eq!(kept.run.lock().unwrap().value, taken);
}

#[tokio::test]
async fn a_connector_that_is_deleted_meanwhile_changes_nothing() {
    let kept = kept();
    *kept.connector.lock().unwrap() = None;
    let env = kept.env([Ok(universe())]);
    run(&env, &kept.ticket(), pending()).await.unwrap();
    assert_eq!(kept.failure(), "connector_deleted");
}

#[tokio::test]
async fn credentials_that_cannot_be_opened_fail_the_run_before_the_source_is_asked() {
    let kept = kept();
    *kept.connector.lock().unwrap() = Some(stored(connector(1)));
    let env = kept.env([]);
    run(&env, &kept.ticket(), pending()).await.unwrap();
    assert_eq!(kept.failure(), "credentials_unreadable");
}

#[tokio::test]
async fn credentials_under_an_old_pepper_are_sealed_anew_when_they_are_used() {
    use aiia_keys_ports::mock::MockSealer;

    let kept = kept();
    *kept.connector.lock().unwrap() = Some(stored(connector(1)));
    let mut sealer = MockSealer::new();
    let plain = br#"{"secret":"open sesame"}"#;
    sealer
        .expect_open()
        .returning(|_, _| Ok(zeroize::Zeroizing::new(plain.to_vec())));
    sealer.expect_is_current().return_const(false);
    sealer.expect_seal().returning(|_, secret| {
        Ok(aiia_keys_ports::Sealed {
            pepper: aiia_keys_domain::PepperId::new(2),
            bytes: secret.to_vec(),
        })
    });
    let env = RunEnv {
        sealer: Box::new(sealer),
        ..kept.env([Ok(universe())])
    };
    run(&env, &kept.ticket(), pending()).await.unwrap();
    let connector = kept.connector.lock().unwrap().clone().unwrap().value;
    let secret = connector.credentials.secret().unwrap().clone();
    assert_eq!(secret.bytes, plain);
    assert_eq!(secret.pepper, aiia_keys_domain::PepperId::new(2));
}
