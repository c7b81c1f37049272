//! Each protection is what protects: without it the same probes find the victim's rows.

use aiia_keys_test_support::Role;

use crate::{
    probes::{As, fill, leaking, number, plant},
    world::{ATTACKER, Attacker, VICTIM, World},
};

/// Probes that lock rows, which takes a right that the service has not on every table.
const LOCKING: usize = 2;

/// Most probes must find something on every table: all but those that lock.
fn assert_found(world: &World, leaking: &[String], how: &str) {
    for table in &world.tables {
        let found = leaking
            .iter()
            .filter(|probe| probe.ends_with(&format!(" on {}", table.name)))
            .count();
        assert!(
            found >= number() - LOCKING,
            "{how}: {found} of {} on {}: {leaking:?}",
            number(),
            table.name
        );
    }
}

async fn all_tables(world: &World, statement: &str) {
    for table in &world.tables {
        world
            .admin
            .batch_execute(&fill(statement, table))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn without_row_level_security_the_probes_find_the_victim() {
    let world = World::new().await;
    plant(&world).await;
    all_tables(&world, "ALTER TABLE {t} DISABLE ROW LEVEL SECURITY").await;
    let mut attacker = world.attacker().await;

    let leaking = leaking(&world, &mut attacker, As::Attacker).await;

    assert_found(&world, &leaking, "disabled");
}

#[tokio::test]
async fn with_a_policy_that_lets_all_pass_the_probes_find_the_victim() {
    let world = World::new().await;
    plant(&world).await;
    all_tables(&world, "ALTER POLICY tenant ON {t} USING (true)").await;
    let mut attacker = world.attacker().await;

    assert_found(
        &world,
        &leaking(&world, &mut attacker, As::Attacker).await,
        "a tenant",
    );
    assert_found(
        &world,
        &leaking(&world, &mut attacker, As::Nobody).await,
        "nobody",
    );
}

#[tokio::test]
async fn without_its_policy_a_table_shows_not_even_the_own_rows() {
    let world = World::new().await;
    all_tables(&world, "DROP POLICY tenant ON {t}").await;
    let mut attacker = world.attacker().await;

    for table in &world.tables {
        let own = attacker
            .run_in(ATTACKER, &fill("SELECT {c} FROM {t}", table))
            .await;
        assert_eq!((own.rows, own.code), (0, None), "{}", table.name);
    }
}

#[tokio::test]
async fn force_is_what_stops_the_owner() {
    let world = World::new().await;
    plant(&world).await;
    let mut owner = Attacker::connect(&world.database.config(Role::Owner)).await;
    let found = leaking(&world, &mut owner, As::Attacker).await;
    assert_eq!(found, Vec::<String>::new());

    all_tables(&world, "ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY").await;

    assert_found(
        &world,
        &leaking(&world, &mut owner, As::Attacker).await,
        "not forced",
    );
}

#[tokio::test]
async fn a_role_that_bypasses_finds_the_victim_where_its_equal_does_not() {
    let world = World::new().await;
    plant(&world).await;
    for (attributes, bypasses) in [
        ("INHERIT IN ROLE aiia_app", false),
        ("BYPASSRLS INHERIT IN ROLE aiia_app", true),
    ] {
        let role = world.database.create_role(attributes).await.unwrap();
        let mut attacker = Attacker::connect(&world.database.config_as(&role)).await;
        let found = leaking(&world, &mut attacker, As::Attacker).await;
        if bypasses {
            assert_found(&world, &found, attributes);
        } else {
            assert_eq!(found, Vec::<String>::new(), "{attributes}");
        }
    }
}

#[tokio::test]
async fn a_tenant_set_for_the_whole_session_is_found_by_the_next_user() {
    let world = World::new().await;
    plant(&world).await;
    let mut attacker = world.attacker().await;
    let session = "SELECT set_config('app.org_id', $1, false)";
    attacker.client.execute(session, &[&VICTIM]).await.unwrap();

    assert_found(
        &world,
        &leaking(&world, &mut attacker, As::Nobody).await,
        "session",
    );
}

#[tokio::test]
async fn without_the_check_rows_can_be_put_among_another_tenants() {
    let world = World::new().await;
    world
        .admin
        .batch_execute("ALTER POLICY tenant ON member WITH CHECK (true)")
        .await
        .unwrap();
    let mut attacker = world.attacker().await;
    let planted = format!(
        "INSERT INTO member VALUES ('{VICTIM}', gen_random_uuid(), 'x@y', 'x', 'owner', now(), NULL, NULL, 1)"
    );

    let seen = attacker.run_in(ATTACKER, &planted).await;

    assert_eq!((seen.rows, seen.code), (1, None));
}

#[tokio::test]
async fn without_the_tenant_in_it_a_unique_index_tells_what_another_tenant_has() {
    let world = World::new().await;
    world
        .admin
        .batch_execute("CREATE UNIQUE INDEX told ON member (email)")
        .await
        .unwrap();
    let mut attacker = world.attacker().await;
    let same_address = |letter: &str| {
        format!(
            "INSERT INTO member VALUES ('{ATTACKER}', gen_random_uuid(), 'marker-{letter}@example.com', 'x', \
             'owner', now(), NULL, NULL, 1)"
        )
    };

    let victims = attacker.run_in(ATTACKER, &same_address("a")).await;
    let nobodys = attacker.run_in(ATTACKER, &same_address("c")).await;

    assert_eq!(
        (victims.code.as_deref(), nobodys.code.as_deref()),
        (Some("23505"), None)
    );
}

#[tokio::test]
async fn without_the_tenant_in_it_a_reference_tells_what_another_tenant_has() {
    let world = World::new().await;
    let told = "ALTER TABLE session DROP CONSTRAINT session_org_id_member_id_fkey, DISABLE ROW LEVEL SECURITY; \
                ALTER TABLE member ADD UNIQUE (id); \
                ALTER TABLE session ENABLE ROW LEVEL SECURITY, ADD FOREIGN KEY (member_id) REFERENCES member (id)";
    world.admin.batch_execute(told).await.unwrap();
    let mut attacker = world.attacker().await;
    let session = |member: &str| {
        format!(
            "INSERT INTO session VALUES ('{ATTACKER}', gen_random_uuid(), '{member}', \
             decode(repeat('9', 64), 'hex'), now(), now(), NULL)"
        )
    };

    let victims = attacker.run_in(ATTACKER, &session(VICTIM)).await;
    let nobodys = attacker
        .run_in(ATTACKER, &session(crate::world::NOBODY))
        .await;

    assert_eq!(
        (victims.code.as_deref(), nobodys.code.as_deref()),
        (None, Some("23503"))
    );
}
