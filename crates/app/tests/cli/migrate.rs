//! `aiia-keys migrate`.

use std::fs;

use aiia_keys_test_support::{Role, TestDatabase};
use tempfile::NamedTempFile;
use tokio::task::spawn_blocking;

use crate::program::{run, stderr, stdout};

#[tokio::test]
async fn an_empty_database_is_prepared_and_a_repetition_changes_nothing() {
    let database = TestDatabase::create_empty().await.unwrap();
    let (admin, owner) = (database.url(Role::Admin), database.url(Role::Owner));

    let first = run(&["migrate", "--admin-url", &admin, "--owner-url", &owner]);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(
        stdout(&first).contains("applied 2026-"),
        "{}",
        stdout(&first)
    );

    let second = run(&["migrate", "--admin-url", &admin, "--owner-url", &owner]);
    assert_eq!(second.status.code(), Some(0), "{}", stderr(&second));
    assert_eq!(stdout(&second), "");
    assert!(
        stderr(&second).contains("up to date"),
        "{}",
        stderr(&second)
    );

    let doctor = run(&["doctor", "--database-url", &database.url(Role::App)]);
    assert_eq!(doctor.status.code(), Some(0), "{}", stdout(&doctor));
}

#[tokio::test]
async fn only_the_owner_applies_migrations() {
    let database = TestDatabase::create_empty().await.unwrap();
    let output = run(&["migrate", "--owner-url", &database.url(Role::Admin)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("aiia_owner"),
        "{}",
        stderr(&output)
    );
}

#[tokio::test]
async fn another_node_is_waited_for_longer_than_a_request_would() {
    let database = TestDatabase::create_empty().await.unwrap();
    let (admin, owner) = (database.url(Role::Admin), database.url(Role::Owner));
    let other = database.connect(Role::Admin).await.unwrap();
    other
        .batch_execute("SELECT pg_advisory_lock(1634297185, 1835624306)")
        .await
        .unwrap();
    // A statement that a request causes has 5 seconds.
    let work = other
        .batch_execute("SELECT pg_sleep(6); SELECT pg_advisory_unlock(1634297185, 1835624306)");
    let waits =
        spawn_blocking(move || run(&["migrate", "--admin-url", &admin, "--owner-url", &owner]));
    let (migrated, output) = tokio::join!(work, waits);
    migrated.unwrap();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[tokio::test]
async fn an_empty_password_file_is_refused_before_anything_is_done() {
    let database = TestDatabase::create_empty().await.unwrap();
    let file = NamedTempFile::new().unwrap();
    fs::write(&file, "\n").unwrap();
    let path = file.path().to_str().unwrap();
    let admin = database.url(Role::Admin);
    let output = run(&[
        "migrate",
        "--admin-url",
        &admin,
        "--app-password-file",
        path,
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("is empty"), "{}", stderr(&output));
}

#[test]
fn a_connection_is_needed_and_passwords_need_an_administrator() {
    for (arguments, named) in [
        (&["migrate"][..], "--owner-url"),
        (
            &[
                "migrate",
                "--owner-url",
                "postgresql://x/y",
                "--app-password-file",
                "p",
            ],
            "need --admin-url",
        ),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2));
        let said = stderr(&output);
        assert!(
            said.contains("--admin-url") && said.contains(named),
            "{said}"
        );
    }
}

#[tokio::test]
async fn connections_can_be_in_files() {
    let database = TestDatabase::create_empty().await.unwrap();
    let (admin, owner) = (NamedTempFile::new().unwrap(), NamedTempFile::new().unwrap());
    fs::write(&admin, database.url(Role::Admin) + "\n").unwrap();
    fs::write(&owner, database.url(Role::Owner)).unwrap();
    let [admin, owner] = [&admin, &owner].map(|file| file.path().to_str().unwrap());
    let output = run(&[
        "migrate",
        "--admin-url-file",
        admin,
        "--owner-url-file",
        owner,
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let applied: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert!(
        !applied["applied"].as_array().unwrap().is_empty(),
        "{applied}"
    );
}
