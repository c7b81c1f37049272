//! Whatever is taken from the wall between tenants, the guard misses it.

use aiia_keys_test_support::{Role, TestDatabase};

use crate::support::{codes, found, spoiled};

/// What the guard must say after an administrator did this.
async fn assert_found(cases: &[(&str, &str, &str)]) {
    for (statement, code, text) in cases {
        let database = spoiled(statement).await;
        let findings = found(&database).await;
        let said: Vec<_> = findings.iter().map(|f| (f.code(), f.to_string())).collect();
        let one =
            matches!(said.as_slice(), [(found, said)] if found == code && said.contains(text));
        assert!(one, "{statement}: {said:?}");
    }
}

#[tokio::test]
async fn a_database_as_the_migrations_make_it_is_sound() {
    let database = TestDatabase::create().await.unwrap();

    assert_eq!(found(&database).await, []);
}

#[tokio::test]
async fn row_level_security_that_is_off_is_refused() {
    assert_found(&[
        (
            "ALTER TABLE api_key NO FORCE ROW LEVEL SECURITY",
            "row_security_off",
            "`ALTER TABLE aiia_keys.api_key FORCE ROW LEVEL SECURITY`",
        ),
        (
            "ALTER TABLE member DISABLE ROW LEVEL SECURITY",
            "row_security_off",
            "`ALTER TABLE aiia_keys.member ENABLE ROW LEVEL SECURITY`",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_table_that_a_later_migration_forgot_to_protect_is_refused() {
    let database = spoiled("CREATE TABLE forgotten (org_id uuid NOT NULL)").await;

    assert_eq!(
        codes(&database).await,
        ["row_security_off", "row_security_off", "policy_missing"]
    );
}

#[tokio::test]
async fn a_policy_that_is_gone_or_weaker_is_refused() {
    let tenant = "nullif(current_setting('app.org_id', true), '')::uuid";
    let database = spoiled("DROP POLICY tenant ON session").await;
    assert_eq!(codes(&database).await, ["policy_missing"]);
    for weaker in [
        "ALTER POLICY tenant ON session USING (true)".to_owned(),
        "ALTER POLICY tenant ON session WITH CHECK (true)".to_owned(),
        format!("ALTER POLICY tenant ON session USING (org_id = {tenant} OR ended_at IS NULL)"),
        "ALTER POLICY tenant ON session TO aiia_owner".to_owned(),
        // Without an organization this raises an error, or falls back to one that is always there.
        "ALTER POLICY tenant ON session USING (org_id = current_setting('app.org_id')::uuid)"
            .to_owned(),
        format!(
            "DROP POLICY tenant ON session; CREATE POLICY tenant ON session FOR SELECT \
             USING (org_id = {tenant})"
        ),
        // It reads the same where the schema comes first.
        "CREATE FUNCTION current_setting(text, boolean) RETURNS text LANGUAGE sql AS 'SELECT $1';
         ALTER POLICY tenant ON session
         USING (org_id = nullif(aiia_keys.current_setting('app.org_id', true), '')::uuid)"
            .to_owned(),
    ] {
        let database = spoiled(&weaker).await;
        assert_eq!(
            codes(&database).await,
            ["policy_differs", "policy_missing"],
            "{weaker}"
        );
    }
}

#[tokio::test]
async fn a_second_policy_is_refused_if_it_lets_more_rows_through() {
    assert_found(&[
        (
            "CREATE POLICY more ON member USING (true)",
            "policy_differs",
            "the policy `more` on `member`",
        ),
        (
            "CREATE POLICY locator ON member FOR SELECT TO aiia_locator USING (true)",
            "policy_differs",
            "the policy `locator` on `member`",
        ),
        (
            "ALTER POLICY locator ON api_key TO public",
            "policy_differs",
            "`locator` on `api_key`",
        ),
        (
            "ALTER POLICY by_name ON organization_slug USING (true)",
            "policy_differs",
            "`by_name`",
        ),
    ])
    .await;
    let fewer = spoiled("CREATE POLICY fewer ON member AS RESTRICTIVE USING (true)").await;
    assert_eq!(found(&fewer).await, []);
}

#[tokio::test]
async fn rights_that_row_level_security_does_not_cover_are_refused() {
    for privilege in ["DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"] {
        let grant = format!("GRANT {privilege} ON trail_entry TO aiia_app");
        let revoke = format!("`REVOKE {privilege} ON aiia_keys.trail_entry FROM aiia_app`");
        assert_found(&[(&grant, "excess_privilege", &revoke)]).await;
    }
}

#[tokio::test]
async fn temporary_tables_are_warned_of() {
    let database = TestDatabase::create().await.unwrap();
    let grant = format!(
        "GRANT TEMPORARY ON DATABASE {} TO aiia_app",
        database.name()
    );
    let admin = database.connect(Role::Admin).await.unwrap();
    admin.batch_execute(&grant).await.unwrap();

    assert_eq!(codes(&database).await, ["temporary_tables"]);
}

#[tokio::test]
async fn no_function_but_one_may_read_with_its_owners_rights() {
    assert_found(&[
        (
            "CREATE FUNCTION other() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
            "unsafe_function",
            "`aiia_keys.other()` runs with the rights of",
        ),
        (
            "ALTER FUNCTION locate_key(bytea[]) OWNER TO aiia_owner",
            "unsafe_function",
            "runs with the rights of `aiia_owner`",
        ),
        (
            "ALTER FUNCTION locate_key(bytea[]) RESET search_path",
            "unsafe_function",
            "search_path is not pinned",
        ),
    ])
    .await;
}
