//! `COPY` goes by the same wall, in both directions.

use std::pin::pin;

use tokio_postgres::Client;

use crate::{
    probes::fill,
    world::{ATTACKER, World, leaks},
};

/// What a `COPY … TO STDOUT` brings.
async fn copy(client: &Client, statement: &str) -> Result<String, tokio_postgres::Error> {
    let mut stream = pin!(client.copy_out(statement).await?);
    let mut text = String::new();
    while let Some(part) = futures_util::StreamExt::next(&mut stream).await {
        text.push_str(&String::from_utf8_lossy(&part?));
    }
    Ok(text)
}

#[tokio::test]
async fn copying_out_brings_own_rows_only() {
    let world = World::new().await;
    let attacker = world.attacker().await;

    for table in &world.tables {
        for statement in [
            "COPY {t} ({c}) TO STDOUT",
            "COPY (SELECT {c} FROM {t}) TO STDOUT",
            "COPY (WITH x AS (SELECT {c} FROM {t}) SELECT * FROM x WHERE org_id <> {own}) TO STDOUT (FORMAT csv)",
        ] {
            attacker.begin(ATTACKER).await;
            let text = copy(&attacker.client, &fill(statement, table))
                .await
                .unwrap();
            attacker.client.batch_execute("ROLLBACK").await.unwrap();
            assert!(!leaks(&text), "{statement} on {}: {text}", table.name);
        }
    }
}

#[tokio::test]
async fn copying_in_is_refused() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for table in &world.tables {
        let seen = attacker
            .run_in(ATTACKER, &fill("COPY {t} ({c}) FROM STDIN", table))
            .await;
        // "COPY FROM not supported with row-level security".
        assert_eq!(
            seen.code.as_deref(),
            Some("0A000"),
            "{}: {seen:?}",
            table.name
        );
    }
}

#[tokio::test]
async fn files_and_programs_of_the_server_are_out_of_reach() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for statement in [
        "COPY member TO '/tmp/member'",
        "COPY member TO PROGRAM 'cat'",
        "COPY member FROM '/etc/passwd'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT lo_import('/etc/passwd')",
    ] {
        let seen = attacker.run_in(ATTACKER, statement).await;
        assert_eq!(seen.code.as_deref(), Some("42501"), "{statement}: {seen:?}");
    }
}
