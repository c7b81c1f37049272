//! Commits that are answered although no standby has them.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use aiia_keys_domain::Invalidation;
use aiia_keys_ports::{RevocationBarrier as _, StoreError};
use aiia_keys_postgres::embedded::{Cluster, Durability, Options};
use aiia_keys_test_support::TestDatabase;
use tokio_postgres::Client;

use crate::support::{Place, key_id};

/// How many commits wait for a standby, and were told now not to.
const CUT_OFF: &str = "SELECT count(*) FILTER (WHERE pg_cancel_backend(pid)) \
                       FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

/// Ends the wait of one commit, as an administrator would who does not know better.
async fn cut_off(admin: &Client) {
    loop {
        let row = admin.query_one(CUT_OFF, &[]).await.unwrap();
        if row.get::<_, i64>(0) > 0 {
            return;
        }
    }
}

async fn configure(admin: &Client, standbys: &str) {
    let change = format!("ALTER SYSTEM SET synchronous_standby_names = '{standbys}'");
    admin.batch_execute(&change).await.unwrap();
    admin
        .batch_execute("SELECT pg_reload_conf()")
        .await
        .unwrap();
}

/// Waits until commits wait: the server reads its settings when it comes to it.
async fn until_commits_wait(place: &Place, admin: &Client) {
    let other = place.admin().await;
    let seen = Arc::new(AtomicBool::new(false));
    let mut commits = tokio::spawn({
        let seen = Arc::clone(&seen);
        async move {
            while !seen.load(Ordering::SeqCst) {
                let change = "SELECT pg_logical_emit_message(true, 'test', '')";
                other.batch_execute(change).await.unwrap();
            }
        }
    });
    cut_off(admin).await;
    seen.store(true, Ordering::SeqCst);
    // Another may wait already.
    loop {
        tokio::select! {
            ended = &mut commits => return ended.unwrap(),
            () = cut_off(admin) => {}
        }
    }
}

fn unconfirmed<T: std::fmt::Debug>(outcome: Result<T, StoreError>) {
    let error = outcome.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert!(error.to_string().contains("standby"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_standby_has_is_no_success_and_a_repeat_waits_for_them() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let cluster = Cluster::start(&Options {
        durability: Durability::Full,
        ..Options::new(folder.path().join("data"))
    })
    .unwrap();
    let url = cluster.connection("postgres", "postgres").url();
    let database = TestDatabase::create_at(url.parse().unwrap()).await.unwrap();
    let place = Arc::new(Place::on(database).await);
    let admin = place.admin().await;
    configure(&admin, "absent").await;
    until_commits_wait(&place, &admin).await;

    let change = tokio::spawn({
        let place = Arc::clone(&place);
        async move {
            place
                .try_invalidate(Invalidation::KeyRevoked(key_id(1)))
                .await
        }
    });
    cut_off(&admin).await;
    unconfirmed(change.await.unwrap());

    // The change is there, and whoever repeats it finds nothing left to do but to wait.
    let barrier = Arc::new(place.barrier());
    let repeat = || {
        let barrier = Arc::clone(&barrier);
        tokio::spawn(async move { barrier.pass(None).await })
    };
    let cut = repeat();
    cut_off(&admin).await;
    unconfirmed(cut.await.unwrap());

    // Without standbys that must confirm it, the server's own word is enough.
    configure(&admin, "").await;
    repeat().await.unwrap().unwrap();
}
