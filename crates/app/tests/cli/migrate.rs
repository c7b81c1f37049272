//! `aiia-keys migrate`.

use std::fs;

use aiia_keys_test_support::{Role, TestDatabase};
use tempfile::NamedTempFile;

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
