//! Program and schema must be of the same age.

use aiia_keys_postgres::guard::Finding;
use aiia_keys_test_support::TestDatabase;

use crate::support::{found, spoiled};

#[tokio::test]
async fn an_empty_database_is_refused() {
    let database = TestDatabase::create_empty().await.unwrap();

    let findings = found(&database).await;

    assert_eq!(
        findings[0],
        Finding::SchemaMissing {
            role: "aiia_app".into()
        }
    );
}

#[tokio::test]
async fn a_schema_that_the_role_may_not_use_counts_as_missing() {
    let database = spoiled("REVOKE USAGE ON SCHEMA aiia_keys FROM aiia_app").await;

    assert_eq!(
        found(&database).await,
        [Finding::SchemaMissing {
            role: "aiia_app".into()
        }]
    );
}

#[tokio::test]
async fn an_older_schema_is_refused_with_what_is_missing() {
    let database = spoiled("DELETE FROM __diesel_schema_migrations").await;

    let findings = found(&database).await;

    let text = findings[0].to_string();
    assert_eq!(findings[0].code(), "schema_older");
    assert!(
        text.contains("2026-11-23-000001_tenants, ")
            && text.ends_with("not applied; run the migrations"),
        "{text}"
    );
}

#[tokio::test]
async fn a_newer_schema_is_refused_with_its_version() {
    let database =
        spoiled("INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')").await;

    let unknown = vec!["99990101000000".to_owned()];
    assert_eq!(found(&database).await, [Finding::SchemaNewer { unknown }]);
}

#[tokio::test]
async fn an_unreadable_list_of_migrations_is_refused_with_the_statement_that_mends_it() {
    let database = spoiled("REVOKE SELECT ON __diesel_schema_migrations FROM aiia_app").await;

    let text = found(&database).await[0].to_string();

    let grant = "GRANT SELECT ON aiia_keys.__diesel_schema_migrations TO aiia_app";
    assert!(text.contains(grant), "{text}");
}
