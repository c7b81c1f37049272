//! A server of the test's own, that is stopped, killed and started again.

use std::{fs, os::unix::fs::PermissionsExt as _, sync::Arc, time::Duration};

use aiia_keys_domain::{Key, KeyId};
use aiia_keys_ports::{KeyLocator as _, Store as _, StoreError};
use aiia_keys_postgres::{
    Connector, PgKeyLocator, PgPool, PgStore, PoolOptions,
    embedded::{Cluster, Options, StopMode},
    migrate::{Passwords, bootstrap, run},
};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tempfile::TempDir;
use tokio::sync::{Mutex, oneshot};

use crate::support::{A, credential_of, is_unavailable, key, org, organization};

struct Own {
    cluster: Cluster,
    connector: Connector,
    store: PgStore,
    _place: TempDir,
}

/// A durable server with one tenant.
async fn own() -> Own {
    let place = tempfile::tempdir().unwrap();
    // The server may run as another user.
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let cluster = Cluster::start(&Options::new(place.path().join("data"))).unwrap();
    let options = PoolOptions {
        verify_after: Duration::ZERO,
        ..PoolOptions::default()
    };
    let connector = |role| {
        let url = cluster.connection(role, "postgres").url().parse().unwrap();
        Connector::new(&url, options).unwrap()
    };
    let mut admin = connector("postgres").connect().await.unwrap();
    bootstrap(&mut admin, &Passwords::default()).await.unwrap();
    run(connector("aiia_owner").connect_diesel().await.unwrap())
        .await
        .unwrap();
    let connector = connector("aiia_app");
    let store = PgStore::new(PgPool::new(&connector));
    let mut work = store.begin(org(A)).await.unwrap();
    work.organizations()
        .insert(&organization(A, "tenant-a"))
        .await
        .unwrap();
    work.commit().await.unwrap();
    Own {
        cluster,
        connector,
        store,
        _place: place,
    }
}

async fn insert(store: &PgStore, key: &Key) -> Result<(), StoreError> {
    let mut work = store.begin(org(A)).await?;
    work.keys().insert(key, &credential_of(key)).await?;
    work.commit().await
}

async fn is_stored(store: &PgStore, id: KeyId) -> bool {
    store
        .begin(org(A))
        .await
        .unwrap()
        .keys()
        .find(id)
        .await
        .unwrap()
        .is_some()
}

#[tokio::test]
async fn a_server_that_stops_is_unavailable_and_one_that_comes_back_is_used_again() {
    let mut own = own().await;
    insert(&own.store, &key(A, 1)).await.unwrap();
    let locator = PgKeyLocator::new(&own.connector, std::num::NonZeroU16::MIN);
    let credential = [credential_of(&key(A, 1))];
    assert!(locator.locate(&credential).await.unwrap().is_some());

    kill(
        Pid::from_raw(own.cluster.server_pid().cast_signed()),
        Signal::SIGINT,
    )
    .unwrap();
    while own.cluster.is_running() {
        tokio::task::yield_now().await;
    }
    assert!(is_unavailable(&own.store.begin(org(A)).await));
    assert!(is_unavailable(&locator.locate(&credential).await));

    own.cluster.restart().unwrap();
    assert!(is_stored(&own.store, key(A, 1).data().id).await);
    assert!(locator.locate(&credential).await.unwrap().is_some());
    own.cluster.stop(StopMode::Fast).unwrap();
}

#[tokio::test]
async fn nothing_that_was_acknowledged_is_lost_when_the_server_is_killed() {
    let mut own = own().await;
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let (enough, killed) = oneshot::channel();
    let enough = Arc::new(Mutex::new(Some(enough)));
    let writers: Vec<_> = (0..4_u128)
        .map(|writer| {
            let (store, acknowledged, enough) = (
                own.store.clone(),
                Arc::clone(&acknowledged),
                Arc::clone(&enough),
            );
            tokio::spawn(async move {
                for number in 1.. {
                    let key = key(A, writer << 32 | number);
                    if let Err(error) = insert(&store, &key).await {
                        assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
                        return;
                    }
                    let mut acknowledged = acknowledged.lock().await;
                    acknowledged.push(key.data().id);
                    if acknowledged.len() == 200 {
                        enough.lock().await.take().unwrap().send(()).unwrap();
                    }
                }
            })
        })
        .collect();
    killed.await.unwrap();
    kill(
        Pid::from_raw(own.cluster.server_pid().cast_signed()),
        Signal::SIGKILL,
    )
    .unwrap();
    for writer in writers {
        writer.await.unwrap();
    }

    own.cluster.restart().unwrap();
    let acknowledged = acknowledged.lock().await;
    assert!(acknowledged.len() >= 200);
    for id in acknowledged.iter() {
        assert!(is_stored(&own.store, *id).await, "{id}");
    }
    own.cluster.stop(StopMode::Fast).unwrap();
}
