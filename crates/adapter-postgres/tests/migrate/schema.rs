//! The schema: as its owner, as a whole or not at all.

use aiia_keys_postgres::migrate::{MigrateError, Passwords, bootstrap, run};
use aiia_keys_test_support::{Role, TestDatabase};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use tokio_postgres::{Client, error::SqlState};

pub(crate) const FIRST: &str = "2026-11-23-000001_tenants";

async fn owner(database: &TestDatabase) -> AsyncPgConnection {
    AsyncPgConnection::establish(&database.url(Role::Owner))
        .await
        .unwrap()
}

async fn prepared() -> TestDatabase {
    let database = TestDatabase::create_empty().await.unwrap();
    let mut admin = database.connect(Role::Admin).await.unwrap();
    bootstrap(&mut admin, &Passwords::default()).await.unwrap();
    database
}

async fn number(client: &Client, query: &str) -> i64 {
    client.query_one(query, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn a_second_run_finds_nothing_to_do() {
    let database = prepared().await;

    let first = run(owner(&database).await).await.unwrap();
    let second = run(owner(&database).await).await.unwrap();

    assert_eq!(first.first().map(String::as_str), Some(FIRST));
    assert_eq!(second, Vec::<String>::new());
}

#[tokio::test]
async fn of_nodes_that_migrate_at_once_one_does_the_work() {
    let database = prepared().await;

    let (one, two, three) = tokio::join!(
        run(owner(&database).await),
        run(owner(&database).await),
        run(owner(&database).await)
    );

    let mut applied = [one.unwrap().len(), two.unwrap().len(), three.unwrap().len()];
    applied.sort_unstable();
    assert_eq!(applied[..2], [0, 0]);
    assert!(applied[2] > 0);
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_behind() {
    let database = prepared().await;
    let client = database.connect(Role::Owner).await.unwrap();
    client
        .batch_execute("CREATE SCHEMA aiia_keys; CREATE TABLE aiia_keys.member ()")
        .await
        .unwrap();

    let failed = run(owner(&database).await).await.unwrap_err();

    assert!(matches!(&failed, MigrateError::Failed(_)), "{failed}");
    assert!(failed.to_string().contains("already exists"), "{failed}");
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'aiia_keys'";
    // The table that was in the way, and the list of migrations, which is empty.
    assert_eq!(number(&client, tables).await, 2);
    assert_eq!(
        number(&client, "SELECT count(*) FROM __diesel_schema_migrations").await,
        0
    );
    client
        .batch_execute("DROP TABLE aiia_keys.member")
        .await
        .unwrap();
    assert_eq!(run(owner(&database).await).await.unwrap()[0], FIRST);
}

#[tokio::test]
async fn only_the_owner_migrates() {
    let database = prepared().await;
    let admin = AsyncPgConnection::establish(&database.url(Role::Admin))
        .await
        .unwrap();

    let refused = run(admin).await.unwrap_err();

    assert!(
        matches!(&refused, MigrateError::NotOwner { .. }),
        "{refused}"
    );
    assert!(
        refused.to_string().contains("connect as `aiia_owner`"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_schema_that_belongs_to_another_role_is_left_alone() {
    let database = prepared().await;
    let admin = database.connect(Role::Admin).await.unwrap();
    admin
        .batch_execute("CREATE SCHEMA aiia_keys")
        .await
        .unwrap();

    let refused = run(owner(&database).await).await.unwrap_err();

    assert!(
        matches!(refused, MigrateError::ForeignSchema { .. }),
        "{refused}"
    );
}

#[tokio::test]
async fn a_database_that_no_administrator_has_prepared_is_refused_with_what_to_do() {
    let database = TestDatabase::create_empty().await.unwrap();

    let refused = run(owner(&database).await).await.unwrap_err();

    assert!(matches!(refused, MigrateError::Database(_)), "{refused}");
    assert!(
        refused.to_string().contains("prepared by an administrator"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_prepared_database_is_closed_to_temporary_tables_and_strangers_objects() {
    let database = prepared().await;
    let app = database.connect(Role::App).await.unwrap();

    for statement in [
        "CREATE TEMPORARY TABLE t ()",
        "CREATE TABLE public.t ()",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
    ] {
        let refused = app.batch_execute(statement).await.unwrap_err();
        assert_eq!(
            refused.code().map(SqlState::code),
            Some("42501"),
            "{statement}"
        );
    }
}
