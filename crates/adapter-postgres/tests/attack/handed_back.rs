//! A connection that comes back in whatever state shows the next user nothing of the last one's tenant.
//!
//! The setting of a transaction ends with it, however it ends. What outlives it is what a user of
//! the connection has set for the whole session, and that `DISCARD ALL` takes back.

use tokio_postgres::NoTls;

use crate::world::{ATTACKER, Attacker, VICTIM, World};

/// What the next user of the connection sees, before and in a transaction of its own.
async fn assert_clean(attacker: &mut Attacker, how: &str) {
    for table in ["member", "api_key", "organization", "trail_entry"] {
        let outside = attacker.run(&format!("SELECT org_id FROM {table}")).await;
        assert_eq!((outside.rows, outside.code), (0, None), "{how}: {table}");
        let inside = attacker
            .run_in(ATTACKER, &format!("SELECT DISTINCT org_id FROM {table}"))
            .await;
        assert_eq!(inside.text, [ATTACKER], "{how}: {table}");
    }
}

#[tokio::test]
async fn the_tenant_ends_with_its_transaction_however_that_ends() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for (how, statements) in [
        ("committed", "COMMIT"),
        ("rolled back", "ROLLBACK"),
        ("committed after an error", "SELECT 1 / 0; COMMIT"),
        ("rolled back after an error", "SELECT 1 / 0; ROLLBACK"),
        ("rolled back and chained", "ROLLBACK AND CHAIN; COMMIT"),
        (
            "prepared statements left",
            "PREPARE left_behind AS SELECT org_id FROM member; COMMIT",
        ),
        ("a savepoint left", "SAVEPOINT s; ROLLBACK"),
    ] {
        attacker.begin(VICTIM).await;
        for statement in statements.split("; ") {
            attacker.run(statement).await;
        }
        assert_clean(&mut attacker, how).await;
    }
    let left = attacker.run("EXECUTE left_behind").await;
    assert_eq!((left.rows, left.code), (0, None));
}

#[tokio::test]
async fn a_transaction_that_failed_answers_nothing_until_it_is_rolled_back() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    attacker.begin(VICTIM).await;
    attacker.run("SELECT 1 / 0").await;

    let refused = attacker.run("SELECT org_id FROM member").await;

    assert_eq!(refused.code.as_deref(), Some("25P02"));
    attacker.client.batch_execute("ROLLBACK").await.unwrap();
    assert_clean(&mut attacker, "failed").await;
}

#[tokio::test]
async fn a_cancelled_statement_takes_its_tenant_with_it() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    attacker.begin(VICTIM).await;
    let cancel = attacker.client.cancel_token();

    let (seen, cancelled) = tokio::join!(
        attacker.run("SELECT org_id FROM member WHERE pg_sleep(600) IS NOT NULL"),
        async {
            // Asked again until the server has begun: a request before that would be lost.
            let begun = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' \
                         AND datname = current_database()";
            while world
                .admin
                .query_one(begun, &[])
                .await
                .unwrap()
                .get::<_, i64>(0)
                == 0
            {}
            cancel.cancel_query(NoTls).await
        }
    );

    cancelled.unwrap();
    assert_eq!(seen.code.as_deref(), Some("57014"));
    attacker.client.batch_execute("ROLLBACK").await.unwrap();
    assert_clean(&mut attacker, "cancelled").await;
}

#[tokio::test]
async fn a_statement_that_timed_out_takes_its_tenant_with_it() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    attacker.begin(VICTIM).await;

    let seen = attacker
        .run("SET LOCAL statement_timeout = 1; SELECT pg_sleep(600)")
        .await;

    assert_eq!(seen.code.as_deref(), Some("57014"));
    attacker.client.batch_execute("ROLLBACK").await.unwrap();
    assert_clean(&mut attacker, "timed out").await;
}

#[tokio::test]
async fn what_a_dropped_connection_had_not_committed_never_happened() {
    let world = World::new().await;
    let attacker = world.attacker().await;
    attacker.begin(VICTIM).await;
    attacker
        .client
        .batch_execute("UPDATE member SET name = 'half done'")
        .await
        .unwrap();
    let pid: i32 = attacker
        .client
        .query_one("SELECT pg_backend_pid()", &[])
        .await
        .unwrap()
        .get(0);
    drop(attacker);

    // Waits for the end of the session, which the server notices in its own time.
    world
        .admin
        .execute("SELECT pg_terminate_backend($1, 60000)", &[&pid])
        .await
        .unwrap();
    let kept: String = world
        .admin
        .query_one(
            &format!("SELECT name FROM member WHERE org_id = '{VICTIM}'"),
            &[],
        )
        .await
        .unwrap()
        .get(0);
    assert_eq!(kept, "marker-a");
}

#[tokio::test]
async fn what_was_set_for_the_session_is_gone_after_it_is_discarded() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    attacker
        .client
        .batch_execute(&format!("SET app.org_id = '{VICTIM}'"))
        .await
        .unwrap();
    // Rows that a cursor keeps beyond its transaction: no policy is asked again for them.
    attacker.begin(VICTIM).await;
    let cursor = "DECLARE kept CURSOR WITH HOLD FOR SELECT org_id FROM member; COMMIT";
    attacker.client.batch_execute(cursor).await.unwrap();
    let dirty = attacker
        .run("SELECT org_id FROM member; FETCH ALL FROM kept")
        .await;
    assert_eq!(dirty.text, [VICTIM, VICTIM]);

    attacker.client.batch_execute("DISCARD ALL").await.unwrap();

    assert_clean(&mut attacker, "discarded").await;
    let cursor = attacker.run("FETCH ALL FROM kept").await;
    assert_eq!(cursor.code.as_deref(), Some("34000"));
}

#[tokio::test]
async fn a_transactions_tenant_wins_over_a_sessions() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    attacker
        .client
        .batch_execute(&format!("SET app.org_id = '{VICTIM}'"))
        .await
        .unwrap();

    let seen = attacker.run_in(ATTACKER, "SELECT org_id FROM member").await;

    assert_eq!(seen.text, [ATTACKER]);
}

#[tokio::test]
async fn a_tenant_set_outside_a_transaction_is_no_tenant() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    attacker.set_tenant(VICTIM).await;

    assert_clean(&mut attacker, "set outside").await;
}
