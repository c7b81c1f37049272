//! Connections that are lost at every moment of a unit of work.

use std::time::Duration;

use aiia_keys_domain::Label;
use aiia_keys_ports::{Store as _, UnitOfWork, Version};
use aiia_keys_postgres::{Connector, PgPool, PgStore, PoolOptions};
use aiia_keys_test_support::Role;
use tokio_postgres::Client;

use crate::{
    proxy::Proxy,
    support::{A, Place, at, is_unavailable, key, key_id, org, until, until_blocked},
};

/// Every idle connection is tried before it is lent.
fn wary() -> PoolOptions {
    PoolOptions {
        verify_after: Duration::ZERO,
        ..PoolOptions::default()
    }
}

async fn place() -> Place {
    let place = Place::with(wary()).await;
    place.insert(A, &[key(A, 1)]).await;
    place
}

async fn rename(work: &mut Box<dyn UnitOfWork>) {
    let (renamed, _) = key(A, 1)
        .rename(Label::new("renamed").unwrap(), at(1))
        .unwrap();
    work.keys().save(&renamed, Version::FIRST).await.unwrap();
}

/// Ends every connection of the service to this database, and returns when they are gone.
async fn kill(admin: &Client) {
    let service =
        "FROM pg_stat_activity WHERE datname = current_database() AND usename = 'aiia_app'";
    admin
        .batch_execute(&format!("SELECT pg_terminate_backend(pid) {service}"))
        .await
        .unwrap();
    until(admin, &format!("SELECT count(*) {service}"), 0).await;
}

async fn assert_unchanged(place: &Place) {
    assert_eq!(
        place.stored(A, key_id(1)).await,
        Some((key(A, 1), Version::FIRST))
    );
}

async fn assert_renamed(place: &Place) {
    let (stored, version) = place.stored(A, key_id(1)).await.unwrap();
    assert_eq!(
        (stored.data().label.as_str(), version),
        ("renamed", Version::new(2))
    );
}

#[tokio::test]
async fn connections_killed_while_idle_in_the_pool_are_replaced_unnoticed() {
    let place = place().await;
    let (one, two) = (place.begin(A).await, place.begin(A).await);
    drop((one, two));
    kill(&place.admin().await).await;
    for _ in 0..3 {
        assert_unchanged(&place).await;
    }
}

#[tokio::test]
async fn killed_between_two_statements_nothing_has_happened() {
    let place = place().await;
    let mut work = place.begin(A).await;
    rename(&mut work).await;
    kill(&place.admin().await).await;
    assert!(is_unavailable(&work.keys().find(key_id(1)).await));
    assert!(is_unavailable(&work.commit().await));
    assert_unchanged(&place).await;
}

#[tokio::test]
async fn killed_before_the_commit_is_sent_nothing_has_happened() {
    let place = place().await;
    let mut work = place.begin(A).await;
    rename(&mut work).await;
    kill(&place.admin().await).await;
    assert!(is_unavailable(&work.commit().await));
    assert_unchanged(&place).await;
}

#[tokio::test]
async fn killed_while_a_statement_waits_nothing_has_happened() {
    let place = place().await;
    let admin = place.admin().await;
    admin
        .batch_execute("BEGIN; UPDATE api_key SET label = label")
        .await
        .unwrap();
    let mut work = place.begin(A).await;
    let waiting = tokio::spawn(async move {
        let (renamed, _) = key(A, 1)
            .rename(Label::new("renamed").unwrap(), at(1))
            .unwrap();
        work.keys().save(&renamed, Version::FIRST).await
    });
    let second = place.admin().await;
    until_blocked(&second, 1).await;
    kill(&second).await;
    assert!(is_unavailable(&waiting.await.unwrap()));
    admin.batch_execute("ROLLBACK").await.unwrap();
    assert_unchanged(&place).await;
}

/// Makes every commit of a changed key wait for a lock that the administrator holds.
async fn hold_commits(admin: &Client) {
    admin
        .batch_execute(
            "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NULL; END $$;
             GRANT EXECUTE ON FUNCTION hold() TO aiia_app;
             CREATE CONSTRAINT TRIGGER hold AFTER UPDATE ON api_key
             DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold();
             SELECT pg_advisory_lock(42)",
        )
        .await
        .unwrap();
}

#[tokio::test]
async fn killed_in_the_middle_of_a_commit_the_outcome_is_unknown_and_nothing_has_happened() {
    let place = place().await;
    let admin = place.admin().await;
    hold_commits(&admin).await;
    let mut work = place.begin(A).await;
    rename(&mut work).await;
    let committing = tokio::spawn(work.commit());
    until_blocked(&admin, 1).await;
    kill(&admin).await;
    assert!(is_unavailable(&committing.await.unwrap()));
    assert_unchanged(&place).await;
}

#[tokio::test]
async fn a_commit_that_is_cancelled_half_way_happens_as_a_whole_or_not_at_all() {
    let place = place().await;
    let admin = place.admin().await;
    hold_commits(&admin).await;
    let mut work = place.begin(A).await;
    rename(&mut work).await;
    let committing = tokio::spawn(work.commit());
    until_blocked(&admin, 1).await;
    committing.abort();
    assert!(committing.await.unwrap_err().is_cancelled());
    admin
        .batch_execute("SELECT pg_advisory_unlock(42)")
        .await
        .unwrap();
    let busy = "SELECT count(*) FROM pg_stat_activity \
                WHERE datname = current_database() AND usename = 'aiia_app' AND state <> 'idle'";
    until(&admin, busy, 0).await;
    assert_renamed(&place).await;
}

/// A store whose way to the server can be cut.
fn through(proxy: &Proxy, place: &Place, options: PoolOptions) -> PgStore {
    let url = proxy
        .url("aiia_app", place.database.name())
        .parse()
        .unwrap();
    PgStore::new(PgPool::new(&Connector::new(&url, options).unwrap()))
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_unavailable_although_it_happened() {
    let place = place().await;
    let proxy = Proxy::new(&place.database.config(Role::App));
    let mut work = through(&proxy, &place, wary()).begin(org(A)).await.unwrap();
    rename(&mut work).await;
    proxy.silence();
    let committing = tokio::spawn(work.commit());
    let renamed = "SELECT count(*) FROM api_key WHERE label = 'renamed'";
    until(&place.admin().await, renamed, 1).await;
    proxy.cut();
    assert!(is_unavailable(&committing.await.unwrap()));
    assert_renamed(&place).await;
}

#[tokio::test]
async fn a_server_that_falls_silent_is_unavailable_within_the_limit() {
    let place = place().await;
    let proxy = Proxy::new(&place.database.config(Role::App));
    let options = PoolOptions {
        statement: Duration::from_millis(50),
        ..PoolOptions::default()
    };
    let mut work = through(&proxy, &place, options)
        .begin(org(A))
        .await
        .unwrap();
    work.keys().find(key_id(1)).await.unwrap();
    proxy.silence();
    let refused = work.keys().find(key_id(1)).await.unwrap_err().to_string();
    assert!(refused.contains("did not answer within 550ms"), "{refused}");
}

#[tokio::test]
async fn a_database_that_only_reads_is_unavailable_for_changes() {
    let place = place().await;
    let name = place.database.name();
    let admin = place.admin().await;
    let statement = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
    admin.batch_execute(&statement).await.unwrap();
    kill(&admin).await;
    assert_unchanged(&place).await;
    let mut work = place.begin(A).await;
    let (renamed, _) = key(A, 1)
        .rename(Label::new("renamed").unwrap(), at(1))
        .unwrap();
    let refused = work.keys().save(&renamed, Version::FIRST).await;
    assert!(is_unavailable(&refused), "{refused:?}");
}
