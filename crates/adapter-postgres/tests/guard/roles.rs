//! A role that could get around row level security is refused, whatever the way.

use aiia_keys_postgres::guard::{Mode, Rules, inspect};
use aiia_keys_test_support::{Role, TestDatabase};

use crate::support::{report, without_release};

/// The codes and texts of what is found when the service is a role with these attributes.
async fn found_as(attributes: &str) -> Vec<(&'static str, String)> {
    let database = TestDatabase::create().await.unwrap();
    let role = database.create_role(attributes).await.unwrap();
    let mut client = database.connect_as(&role).await.unwrap();
    let findings = without_release(inspect(&mut client).await.unwrap());
    findings
        .into_iter()
        .map(|finding| (finding.code(), finding.to_string().replace(&role, "ROLE")))
        .collect()
}

#[tokio::test]
async fn a_role_that_can_bypass_or_join_is_named_with_the_way() {
    for (attributes, way) in [
        ("SUPERUSER", "it is a superuser"),
        ("BYPASSRLS IN ROLE aiia_app", "it has BYPASSRLS"),
        ("CREATEROLE IN ROLE aiia_app", "it has CREATEROLE"),
        ("REPLICATION IN ROLE aiia_app", "it has REPLICATION"),
        (
            "NOINHERIT IN ROLE aiia_app, aiia_owner",
            "it can act as `aiia_owner`, which owns tables",
        ),
        (
            "NOINHERIT IN ROLE aiia_app, aiia_locator",
            "act as `aiia_locator`, which has a policy",
        ),
        (
            "IN ROLE aiia_app, pg_read_server_files",
            "`pg_read_server_files`, which reads or runs",
        ),
        (
            "IN ROLE aiia_app, pg_execute_server_program",
            "which reads or runs files",
        ),
    ] {
        let found = found_as(attributes).await;
        let named = found
            .iter()
            .any(|(code, text)| *code == "role_bypasses" && text.contains(way));
        assert!(named, "{attributes}: {found:?}");
    }
}

#[tokio::test]
async fn a_clone_of_the_services_role_is_as_good_as_the_role() {
    assert_eq!(found_as("INHERIT IN ROLE aiia_app").await, []);
}

#[tokio::test]
async fn the_owner_is_refused_for_what_it_owns_and_can_act_as() {
    let database = TestDatabase::create().await.unwrap();

    let report = report(&database, Role::Owner).await;

    let refused = report
        .enforce(Rules {
            mode: Mode::Development,
            accept_leaky_minor: true,
        })
        .unwrap_err()
        .to_string();
    for reason in ["it owns tables of tenants", "it can act as `aiia_locator`"] {
        assert!(refused.contains(reason), "{refused}");
    }
}

#[tokio::test]
async fn a_superuser_does_not_hide_behind_set_role() {
    let database = TestDatabase::create().await.unwrap();
    let mut client = database.connect(Role::Admin).await.unwrap();
    client.batch_execute("SET ROLE aiia_app").await.unwrap();

    let findings = without_release(inspect(&mut client).await.unwrap());

    let text = findings[0].to_string();
    assert!(
        text.contains("can get around row level security: it is a superuser"),
        "{text}"
    );
}
