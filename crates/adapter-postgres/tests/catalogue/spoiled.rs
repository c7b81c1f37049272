//! Each rule finds what breaks it: otherwise the test above would prove nothing.

use aiia_keys_test_support::{Role, TestDatabase};

use crate::rules::violations;

/// What an administrator does, and the first violation that must be found then.
const CASES: &[(&str, &str)] = &[
    ("CREATE TABLE t (id uuid)", "tenant-column: t"),
    ("CREATE TABLE t (org_id uuid)", "tenant-column: t"),
    ("CREATE TABLE t (org_id text NOT NULL)", "tenant-column: t"),
    ("CREATE TABLE t (org_id uuid NOT NULL)", "row-security: t"),
    (
        "CREATE TABLE t (org_id uuid NOT NULL)",
        "policy: t has no `tenant`",
    ),
    (
        "ALTER TABLE member DISABLE ROW LEVEL SECURITY",
        "row-security: member",
    ),
    (
        "ALTER TABLE member NO FORCE ROW LEVEL SECURITY",
        "row-security: member",
    ),
    (
        "DROP POLICY tenant ON member",
        "policy: member has no `tenant`",
    ),
    (
        "ALTER POLICY tenant ON member USING (true)",
        "policy: member.tenant: permissive *",
    ),
    (
        "CREATE POLICY more ON member USING (false)",
        "policy: member.more: permissive *",
    ),
    (
        "ALTER POLICY locator ON api_key TO public",
        "policy: api_key.locator: permissive r {public}",
    ),
    ("CREATE VIEW v AS SELECT * FROM member", "kind: v"),
    ("CREATE MATERIALIZED VIEW v AS SELECT 1", "kind: v"),
    ("CREATE SEQUENCE s", "kind: s"),
    ("CREATE TABLE t () INHERITS (member)", "kind: member"),
    ("ALTER TABLE session SET UNLOGGED", "kind: session"),
    (
        "CREATE RULE r AS ON DELETE TO member DO INSTEAD NOTHING",
        "kind: r",
    ),
    (
        "CREATE TRIGGER t BEFORE UPDATE ON member FOR EACH ROW \
         EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "kind: t",
    ),
    (
        "ALTER TABLE session OWNER TO CURRENT_USER",
        "owner: session",
    ),
    (
        "ALTER SCHEMA aiia_keys OWNER TO CURRENT_USER",
        "owner: aiia_keys",
    ),
    (
        "ALTER FUNCTION locate_key(bytea[]) OWNER TO aiia_owner",
        "owner: locate_key",
    ),
    ("CREATE UNIQUE INDEX u ON member (email)", "unique: u"),
    (
        "CREATE UNIQUE INDEX u ON member (email) INCLUDE (org_id)",
        "unique: u",
    ),
    (
        "ALTER TABLE member ADD CONSTRAINT u EXCLUDE (email WITH =)",
        "unique: u",
    ),
    ("CREATE INDEX i ON member (email, org_id)", "index: i"),
    (
        "ALTER TABLE member ADD UNIQUE (id); \
         ALTER TABLE session ADD CONSTRAINT f FOREIGN KEY (member_id) REFERENCES member (id)",
        "reference: f",
    ),
    (
        "ALTER TABLE session ADD CONSTRAINT f FOREIGN KEY (org_id, member_id) \
         REFERENCES member (org_id, id) ON DELETE CASCADE",
        "reference: f",
    ),
    (
        "ALTER TABLE member ADD number bigserial",
        "value: member.number",
    ),
    (
        "ALTER TABLE member ADD number bigint GENERATED ALWAYS AS IDENTITY",
        "value: member.number",
    ),
    (
        "ALTER TABLE member ALTER created_at SET DEFAULT now()",
        "value: member.created_at",
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "function: f",
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = pg_temp, aiia_keys AS 'SELECT 1'",
        "function: f",
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER \
         SET search_path = aiia_keys, pg_temp AS 'SELECT 1'",
        "function: f",
    ),
    (
        "ALTER FUNCTION locate_key(bytea[]) RESET ALL",
        "function: locate_key",
    ),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "public: f EXECUTE",
    ),
    ("GRANT SELECT ON member TO PUBLIC", "public: member SELECT"),
    (
        "GRANT SELECT (email) ON member TO PUBLIC",
        "public: email SELECT",
    ),
    (
        "GRANT USAGE ON SCHEMA aiia_keys TO PUBLIC",
        "public: aiia_keys USAGE",
    ),
    (
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        "public: public CREATE",
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE aiia_owner GRANT SELECT ON TABLES TO aiia_app",
        "public: new r SELECT",
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE aiia_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
        "public: new functions",
    ),
    (
        "GRANT DELETE ON member TO aiia_app",
        "grant: aiia_app DELETE member is not listed",
    ),
    (
        "GRANT TRUNCATE ON member TO aiia_app",
        "grant: aiia_app TRUNCATE member is not listed",
    ),
    (
        "GRANT SELECT ON member TO aiia_app WITH GRANT OPTION",
        "grant: aiia_app SELECT member AND TO GRANT IT is not listed",
    ),
    (
        "REVOKE EXECUTE ON FUNCTION locate_key(bytea[]) FROM aiia_app",
        "grant: aiia_app EXECUTE locate_key(bytea[]) is missing",
    ),
    (
        "GRANT CREATE ON SCHEMA aiia_keys TO aiia_locator",
        "grant: aiia_locator CREATE schema is not listed",
    ),
    (
        "GRANT SELECT (email) ON member TO aiia_locator",
        "grant: aiia_locator SELECT member (email) is not listed",
    ),
    (
        "GRANT UPDATE (org_id) ON member TO aiia_app",
        "identity: member.org_id",
    ),
    (
        "GRANT SELECT (digest) ON api_key TO aiia_app",
        "secret: digest",
    ),
];

#[tokio::test]
async fn every_rule_finds_what_breaks_it() {
    let database = TestDatabase::create().await.unwrap();
    let admin = database.connect(Role::Admin).await.unwrap();

    for (statement, violation) in CASES {
        let begin = format!("BEGIN; SET LOCAL search_path = aiia_keys, pg_temp; {statement}");
        admin.batch_execute(&begin).await.unwrap();
        let found = violations(&admin).await;
        admin.batch_execute("ROLLBACK").await.unwrap();
        assert!(
            found.iter().any(|found| found.starts_with(violation)),
            "{statement}: {found:?}"
        );
    }
    assert_eq!(violations(&admin).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_everybody_may_do_in_the_database_is_looked_at_too() {
    let database = TestDatabase::create().await.unwrap();
    let admin = database.connect(Role::Admin).await.unwrap();
    let name = database.name();
    admin
        .batch_execute(&format!("GRANT TEMPORARY ON DATABASE {name} TO PUBLIC"))
        .await
        .unwrap();

    assert_eq!(
        violations(&admin).await,
        [format!("public: {name} TEMPORARY")]
    );
}
