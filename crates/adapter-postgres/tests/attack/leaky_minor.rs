//! Some minor versions show rows past row level security, and the guard knows which.

use aiia_keys_postgres::guard::inspect;
use aiia_keys_test_support::Role;

use crate::world::{ATTACKER, VICTIM, World};

/// A table that is unique across tenants, as none of ours is but the slugs, which cannot be
/// updated: the leak needs both.
const EXPOSED: &str = "
    CREATE TABLE exposed (org_id uuid NOT NULL, name text UNIQUE, secret text);
    ALTER TABLE exposed ENABLE ROW LEVEL SECURITY;
    ALTER TABLE exposed FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON exposed
        USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
        WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);
    GRANT SELECT, INSERT, UPDATE ON exposed TO aiia_app;
    CREATE FUNCTION public.tell(text) RETURNS boolean LANGUAGE plpgsql
        AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN false; END $$;";

#[tokio::test]
async fn a_server_that_leaks_through_on_conflict_is_one_that_the_guard_names() {
    let world = World::new().await;
    world.admin.batch_execute(EXPOSED).await.unwrap();
    let row = format!("INSERT INTO exposed VALUES ('{VICTIM}', 'taken', 'marker-a')");
    world.admin.batch_execute(&row).await.unwrap();
    let mut attacker = world.attacker().await;

    let upsert = format!(
        "INSERT INTO exposed VALUES ('{ATTACKER}', 'taken', 'x') ON CONFLICT (name) \
         DO UPDATE SET secret = 'y' WHERE public.tell(exposed.secret)"
    );
    let seen = attacker.run_in(ATTACKER, &upsert).await;

    let mut client = world.database.connect(Role::App).await.unwrap();
    let report = inspect(&mut client).await.unwrap();
    let named = report
        .findings
        .iter()
        .any(|finding| finding.code() == "server_leaks");
    assert_eq!(seen.leaks(), named, "{seen:?} {report:?}");
}
