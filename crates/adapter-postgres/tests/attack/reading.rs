//! No way of reading brings back another tenant's row, and the own rows are all there.

use crate::{
    probes::{As, fill, leaking, plant},
    world::{ATTACKER, VICTIM, World},
};

#[tokio::test]
async fn no_probe_reads_another_tenants_rows() {
    let world = World::new().await;
    plant(&world).await;
    let mut attacker = world.attacker().await;

    assert_eq!(
        leaking(&world, &mut attacker, As::Attacker).await,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn without_a_tenant_no_probe_reads_anything() {
    let world = World::new().await;
    plant(&world).await;
    let mut attacker = world.attacker().await;

    assert_eq!(
        leaking(&world, &mut attacker, As::Nobody).await,
        Vec::<String>::new()
    );
    // The setting is empty, and no longer absent, after a transaction that has set it.
    attacker.run_in(VICTIM, "SELECT 1").await;
    assert_eq!(
        leaking(&world, &mut attacker, As::Nobody).await,
        Vec::<String>::new()
    );
    for table in &world.tables {
        let seen = attacker.run(&fill("SELECT {c} FROM {t}", table)).await;
        assert_eq!((seen.rows, seen.code), (0, None), "{}", table.name);
    }
}

#[tokio::test]
async fn a_tenant_reads_all_of_its_own_rows() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for table in &world.tables {
        let own = attacker
            .run_in(ATTACKER, &fill("SELECT {c} FROM {t}", table))
            .await;
        let everything = format!(
            "SELECT count(*) FROM {} WHERE org_id = '{ATTACKER}'",
            table.name
        );
        let stored: i64 = world
            .admin
            .query_one(&everything, &[])
            .await
            .unwrap()
            .get(0);
        assert_eq!(own.rows, u64::try_from(stored).unwrap(), "{}", table.name);
    }
}

#[tokio::test]
async fn a_tenant_that_is_no_uuid_is_an_error_and_no_row() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for text in [
        "%",
        "*",
        "null",
        "a",
        "{}",
        &format!("{ATTACKER}' OR 'a'='a"),
        &format!("{ATTACKER},{VICTIM}"),
    ] {
        attacker.begin(text).await;
        let seen = attacker.run("SELECT org_id FROM member").await;
        assert_eq!(
            (seen.rows, seen.code.as_deref()),
            (0, Some("22P02")),
            "{text}"
        );
        attacker.client.batch_execute("ROLLBACK").await.unwrap();
    }
    // Other spellings of the same UUID are the same tenant.
    for text in [
        format!("{{{ATTACKER}}}"),
        ATTACKER.to_uppercase(),
        ATTACKER.replace('-', ""),
    ] {
        let seen = attacker.run_in(&text, "SELECT org_id FROM member").await;
        assert_eq!(
            (seen.text, seen.rows),
            (vec![ATTACKER.to_owned()], 1),
            "{text}"
        );
    }
}

#[tokio::test]
async fn plans_and_statistics_tell_no_values() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for table in &world.tables {
        for statement in [
            "EXPLAIN (ANALYZE, VERBOSE, BUFFERS, FORMAT JSON) SELECT {c} FROM {t}",
            "EXPLAIN (ANALYZE, VERBOSE) SELECT {c} FROM {t} ORDER BY org_id LIMIT 1",
            "SELECT * FROM pg_stats WHERE tablename = '{t}'",
            "SELECT * FROM pg_stats_ext_exprs",
        ] {
            let seen = attacker.run_in(ATTACKER, &fill(statement, table)).await;
            assert!(
                seen.code.is_none() && !seen.leaks(),
                "{statement} on {}: {seen:?}",
                table.name
            );
        }
    }
    for catalogue in [
        "pg_statistic",
        "pg_statistic_ext_data",
        "pg_authid",
        "pg_file_settings",
    ] {
        let seen = attacker.run(&format!("SELECT * FROM {catalogue}")).await;
        assert_eq!(seen.code.as_deref(), Some("42501"), "{catalogue}");
    }
}

#[tokio::test]
async fn other_sessions_statements_are_hidden_unless_they_are_the_services_own() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    let victim = "SELECT 'marker-a', count(*) FROM aiia_keys.member";
    world.admin.batch_execute(victim).await.unwrap();

    let seen = attacker.run("SELECT query FROM pg_stat_activity").await;

    assert!(!seen.leaks(), "{seen:?}");
}

#[tokio::test]
async fn there_is_no_sequence_that_counts_other_tenants_rows() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    let seen = attacker.run("SELECT * FROM pg_sequences").await;

    assert_eq!((seen.rows, seen.code), (0, None));
}
