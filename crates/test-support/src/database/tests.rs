//! A test's database is its own, has the schema, and is gone afterwards.

use std::panic::{AssertUnwindSafe, catch_unwind};

use aiia_keys_domain::{Environment, KeyFormat};
use tracing::info;

use super::{Config, Role, TestDatabase, connect, url};
use crate::secrets::Secrets;

#[tokio::test]
async fn a_database_has_the_schema_and_its_grants_and_goes_with_its_owner() {
    let database = TestDatabase::create().await.unwrap();
    let name = database.name().to_owned();
    let app = database.connect(Role::App).await.unwrap();

    let rows = app
        .query("SELECT org_id, label FROM api_key", &[])
        .await
        .unwrap();
    assert_eq!(rows.len(), 0);
    let forbidden = app.batch_execute("DELETE FROM api_key").await.unwrap_err();
    assert_eq!(forbidden.code().unwrap().code(), "42501");
    let temporary = app
        .batch_execute("CREATE TEMPORARY TABLE t ()")
        .await
        .unwrap_err();
    assert_eq!(temporary.code().unwrap().code(), "42501");

    let server = database.server;
    drop(database);
    let admin = connect(&server.admin).await.unwrap();
    let query = "SELECT FROM pg_database WHERE datname = $1";
    assert!(admin.query_opt(query, &[&name]).await.unwrap().is_none());
}

#[tokio::test]
async fn two_databases_share_nothing_but_the_server() {
    let (one, other) = tokio::join!(TestDatabase::create(), TestDatabase::create());
    let (one, other) = (one.unwrap(), other.unwrap());
    let owner = one.connect(Role::Owner).await.unwrap();
    owner
        .batch_execute("CREATE TABLE only_here ()")
        .await
        .unwrap();

    let elsewhere = other.connect(Role::Owner).await.unwrap();
    let query = "SELECT to_regclass('only_here') IS NULL";
    let missing: bool = elsewhere.query_one(query, &[]).await.unwrap().get(0);
    assert!(missing);
}

#[tokio::test]
async fn an_own_role_has_what_it_was_given_and_goes_with_the_database() {
    let database = TestDatabase::create().await.unwrap();
    let role = database
        .create_role("INHERIT IN ROLE aiia_app")
        .await
        .unwrap();

    let client = database.connect_as(&role).await.unwrap();
    client
        .query("SELECT org_id FROM organization", &[])
        .await
        .unwrap();

    let server = database.server;
    drop(database);
    let admin = connect(&server.admin).await.unwrap();
    let query = "SELECT FROM pg_roles WHERE rolname = $1";
    assert!(admin.query_opt(query, &[&role]).await.unwrap().is_none());
}

#[tokio::test]
async fn a_url_leads_where_its_configuration_does() {
    let database = TestDatabase::create().await.unwrap();
    let parsed: Config = database.url(Role::App).parse().unwrap();

    let client = connect(&parsed).await.unwrap();
    let query =
        "SELECT current_user::text, current_database()::text, current_setting('search_path')";
    let row = client.query_one(query, &[]).await.unwrap();

    let found: [String; 3] = [row.get(0), row.get(1), row.get(2)];
    let wanted = ["aiia_app", database.name(), "aiia_keys,pg_temp"];
    assert_eq!(found, wanted);
}

#[test]
fn urls_escape_what_they_must() {
    let mut config = Config::new();
    config
        .user("o w")
        .password("p@ss/w")
        .host("db.example")
        .port(5433)
        .dbname("a?b");
    config.options("-c a=b");

    let expected = "postgresql://o%20w:p%40ss%2Fw@db.example:5433/a%3Fb?options=-c%20a%3Db";
    assert_eq!(url(&config), expected);
    assert_eq!(
        url(&config).parse::<Config>().unwrap().get_password(),
        Some(&b"p@ss/w"[..])
    );
}

#[tokio::test]
async fn a_key_that_a_table_once_held_fails_the_test() {
    let database = TestDatabase::create().await.unwrap();
    let admin = database.connect(Role::Admin).await.unwrap();
    let key = KeyFormat::aiia(Environment::Live).generate([7; 32]);
    let plant = "CREATE TABLE planted (text text)";
    admin.batch_execute(plant).await.unwrap();
    let insert = "INSERT INTO planted VALUES ($1)";
    admin.execute(insert, &[&key.expose()]).await.unwrap();
    admin.batch_execute("DELETE FROM planted").await.unwrap();

    let ended = catch_unwind(AssertUnwindSafe(|| drop(database))).unwrap_err();

    let told = ended.downcast_ref::<String>().unwrap();
    let start = "secrets leaked: a key is in the database's file base/";
    assert!(told.starts_with(start) && !told.contains(';'), "{told}");
}

#[tokio::test]
async fn a_token_is_found_in_the_log_of_the_test_and_in_that_of_the_server() {
    let database = TestDatabase::create().await.unwrap();
    let admin = database.connect(Role::Admin).await.unwrap();
    let id = "SELECT replace(gen_random_uuid()::text, '-', '')";
    let token: String = admin.query_one(id, &[]).await.unwrap().get(0);
    // The server is everybody's: only this search is for it.
    let secrets = Secrets::default();
    secrets.add_digits("token", &token);
    let find = async || {
        let leaks = database.leaks(&admin, &secrets.search()).await.unwrap();
        leaks
            .into_iter()
            .map(|leak| leak.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(find().await, Vec::<String>::new());

    info!("{token}");
    let raise = format!("DO $$ BEGIN RAISE LOG '{token}'; END $$");
    admin.batch_execute(&raise).await.unwrap();

    let expected = ["the log of the test", "the server's log"];
    assert_eq!(
        find().await,
        expected.map(|place| format!("a token is in {place}"))
    );
}
