//! The service's role cannot become another one, and cannot leave anything behind for others to trip over.

use crate::world::{ATTACKER, VICTIM, World};

#[tokio::test]
async fn no_other_role_can_be_taken_on() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for role in [
        "aiia_owner",
        "aiia_locator",
        "postgres",
        "pg_read_all_data",
        "pg_database_owner",
    ] {
        for statement in [
            format!("SET ROLE {role}"),
            format!("SET LOCAL ROLE {role}"),
            format!("SET SESSION AUTHORIZATION {role}"),
            format!("SELECT set_config('role', '{role}', false)"),
            format!(
                "ALTER ROLE aiia_app IN DATABASE {} SET role = '{role}'",
                world.database.name()
            ),
            format!("GRANT {role} TO aiia_app"),
        ] {
            let seen = attacker.run_in(ATTACKER, &statement).await;
            let refused = ["42501", "22023"].contains(&seen.code.as_deref().unwrap_or_default());
            // A role may set its own defaults; they take effect only where it is a member.
            assert!(
                refused || statement.starts_with("ALTER"),
                "{statement}: {seen:?}"
            );
        }
    }
    for statement in [
        "RESET ROLE",
        "SET ROLE NONE",
        "RESET SESSION AUTHORIZATION",
        "RESET ALL",
        "DISCARD PLANS",
    ] {
        attacker.run(statement).await;
        let seen = attacker.run("SELECT count(*) FROM member").await;
        assert_eq!(seen.text, ["0"], "{statement}");
        attacker
            .client
            .batch_execute("SET search_path = aiia_keys, pg_temp")
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn without_row_security_there_is_an_error_and_no_row() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    let seen = attacker
        .run_in(
            ATTACKER,
            "SET LOCAL row_security = off; SELECT org_id FROM member",
        )
        .await;

    assert_eq!(
        (seen.code.as_deref(), seen.leaks()),
        (Some("42501"), false),
        "{seen:?}"
    );
}

#[tokio::test]
async fn the_wall_cannot_be_changed_from_inside() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for statement in [
        "ALTER TABLE member DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE member NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE member OWNER TO aiia_app",
        "DROP POLICY tenant ON member",
        "ALTER POLICY tenant ON member USING (true)",
        "CREATE POLICY more ON member USING (true)",
        "ALTER ROLE aiia_app BYPASSRLS",
        "CREATE ROLE other",
        "CREATE TEMPORARY TABLE member (org_id uuid)",
        "CREATE TEMPORARY VIEW member AS SELECT 1",
        "SELECT 1 INTO TEMPORARY member",
        "CREATE TABLE aiia_keys.other ()",
        "CREATE TABLE public.other ()",
        "CREATE VIEW public.other AS SELECT * FROM member",
        "CREATE FUNCTION public.other() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION pg_temp.other() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA other",
        "CREATE EXTENSION dblink",
        "CREATE EVENT TRIGGER other ON ddl_command_end EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE TRIGGER other BEFORE UPDATE ON member EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE PUBLICATION other FOR TABLE member",
        "CREATE STATISTICS other ON org_id, name FROM member",
        "CREATE INDEX other ON member (org_id)",
        "COMMENT ON TABLE member IS 'x'",
        "UPDATE pg_class SET relrowsecurity = false",
        "SELECT pg_catalog.pg_logical_slot_peek_changes('x', NULL, NULL)",
    ] {
        let seen = attacker.run_in(ATTACKER, statement).await;
        assert_eq!(seen.code.as_deref(), Some("42501"), "{statement}: {seen:?}");
    }
    // Not within a transaction.
    let seen = attacker.run("ALTER SYSTEM SET row_security = off").await;
    assert_eq!(seen.code.as_deref(), Some("42501"), "{seen:?}");
    // Not an error, but nothing is granted.
    attacker.run("GRANT ALL ON member TO aiia_app").await;
    let seen = attacker.run_in(ATTACKER, "DELETE FROM member").await;
    assert_eq!(seen.code.as_deref(), Some("42501"), "{seen:?}");
}

#[tokio::test]
async fn even_where_temporary_tables_are_allowed_they_take_no_tables_place() {
    let world = World::new().await;
    let grant = format!(
        "GRANT TEMPORARY ON DATABASE {} TO aiia_app",
        world.database.name()
    );
    world.admin.batch_execute(&grant).await.unwrap();
    let mut attacker = world.attacker().await;
    let shadow = "CREATE TEMPORARY TABLE api_key (org_id uuid, digest bytea); \
                  CREATE TEMPORARY TABLE organization (org_id uuid); \
                  CREATE FUNCTION pg_temp.current_setting(text, boolean) RETURNS text LANGUAGE sql \
                  AS $$ SELECT 'x' $$";
    attacker.client.batch_execute(shadow).await.unwrap();

    // The search path of the service: its own tables come first.
    let own = attacker.run_in(ATTACKER, "SELECT label FROM api_key").await;
    assert_eq!(own.rows, 2);
    // The function's own search path, whatever the caller's.
    attacker
        .client
        .batch_execute("SET search_path = pg_temp, aiia_keys")
        .await
        .unwrap();
    let digest = "a".repeat(64);
    let located = format!("SELECT key_id FROM locate_key(ARRAY[decode('{digest}', 'hex')])");
    assert_eq!(attacker.run(&located).await.text, [VICTIM]);
    // The policies are bound to what they were made with.
    let seen = attacker
        .run_in(ATTACKER, "SELECT label FROM aiia_keys.api_key")
        .await;
    assert_eq!((seen.rows, seen.leaks()), (2, false), "{seen:?}");
}
