//! `aiia-keys doctor`.

use aiia_keys_test_support::{Role, TestDatabase};

use crate::program::{run, stderr, stdout};

#[tokio::test]
async fn a_prepared_database_is_accepted() {
    let database = TestDatabase::create().await.unwrap();
    let output = run(&[
        "doctor",
        "--database-url",
        &database.url(Role::App),
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(report["accepted"], true, "{report}");
    let cluster = serde_json::json!({
        "epoch": 1, "nodes": [], "lease_ms": 1000, "settled": true, "synchronous_standby": false,
    });
    assert_eq!(report["cluster"], cluster);
}

#[tokio::test]
async fn a_role_that_gets_around_the_wall_is_refused() {
    let database = TestDatabase::create().await.unwrap();
    let output = run(&["doctor", "--database-url", &database.url(Role::Admin)]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    let said = stdout(&output);
    assert!(said.contains("error role_bypasses: "), "{said}");
    assert!(
        said.ends_with("the service refuses this database\n"),
        "{said}"
    );
}

#[tokio::test]
async fn an_unprepared_database_is_refused() {
    let database = TestDatabase::create_empty().await.unwrap();
    let output = run(&[
        "doctor",
        "--database-url",
        &database.url(Role::Admin),
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("schema_missing"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_database_that_does_not_answer_is_no_finding() {
    let output = run(&[
        "doctor",
        "--database-url",
        "postgresql://aiia_app:hunter2@127.0.0.1:1/keys",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("cannot connect as the service"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn a_wrong_connection_string_is_refused_without_repeating_it() {
    let output = run(&[
        "doctor",
        "--database-url",
        "postgresql://aiia_app:hunter2@db:port/keys",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("--database-url (DATABASE_URL) is not usable"),
        "{said}"
    );
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn wrong_usage_has_a_status_of_its_own() {
    let output = run(&["doctor"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("--database-url"),
        "{}",
        stderr(&output)
    );
}
