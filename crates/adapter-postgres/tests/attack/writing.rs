//! No way of writing reaches another tenant's rows, or puts a row among them.

use crate::world::{ATTACKER, VICTIM, World};

/// Statements that may be allowed, but must change nothing of the victim's and show nothing of it.
///
/// `{victim}` is the victim's id.
const HARMLESS: &[&str] = &[
    "UPDATE api_key SET label = 'taken' RETURNING org_id, label",
    "UPDATE api_key SET label = 'taken' WHERE org_id = '{victim}' RETURNING org_id",
    "UPDATE api_key SET label = 'taken' FROM organization o WHERE o.org_id <> api_key.org_id RETURNING api_key.org_id, o.org_id",
    "UPDATE member SET name = (SELECT max(label) FROM api_key WHERE org_id = '{victim}') WHERE false RETURNING name",
    "UPDATE session SET ended_at = now() RETURNING org_id",
    "UPDATE trail_head SET sequence = 99 RETURNING org_id",
    "UPDATE organization SET name = 'taken' RETURNING org_id",
    "WITH x AS (UPDATE member SET name = 'taken' RETURNING org_id) SELECT * FROM x",
    "WITH x AS (UPDATE member SET name = 'taken' WHERE org_id = '{victim}' RETURNING *) SELECT count(*) FROM x",
    "MERGE INTO member m USING (SELECT '{victim}'::uuid AS id) v ON m.org_id = v.id \
     WHEN MATCHED THEN UPDATE SET name = 'taken'",
    "MERGE INTO member m USING (SELECT org_id, label FROM api_key) v ON true \
     WHEN MATCHED AND m.org_id = '{victim}' THEN UPDATE SET name = v.label",
    "DO $$ BEGIN UPDATE member SET name = 'taken'; RAISE NOTICE '%', (SELECT count(*) FROM member WHERE org_id = '{victim}'); END $$",
    "PREPARE p AS UPDATE member SET name = 'taken' RETURNING org_id; EXECUTE p",
];

/// Statements that must be refused, with the error's code: 42501 comes from a missing right and
/// from a policy alike.
const REFUSED: &[&str] = &[
    "INSERT INTO organization SELECT '{victim}', 'x-y', name, maximum_lifetime, rotation_period, grantable, \
     maximum_active_keys, sources_required, created_at, NULL, 1 FROM organization",
    "INSERT INTO organization_slug VALUES ('{victim}', 'x-y')",
    "INSERT INTO member VALUES ('{victim}', gen_random_uuid(), 'x@y', 'x', 'owner', now(), NULL, NULL, 1)",
    "INSERT INTO member VALUES ('{victim}', gen_random_uuid(), 'x@y', 'x', 'owner', now(), NULL, NULL, 1) RETURNING *",
    "INSERT INTO session VALUES ('{victim}', gen_random_uuid(), '{victim}', decode(repeat('9', 64), 'hex'), now(), now(), NULL)",
    "INSERT INTO trail_head VALUES ('{victim}', 0, decode(repeat('9', 64), 'hex'))",
    "INSERT INTO trail_entry VALUES ('{victim}', 2, now(), 'x', 'x', 'x', '{}', NULL, \
     decode(repeat('9', 64), 'hex'), decode(repeat('9', 64), 'hex'))",
    "INSERT INTO member SELECT '{victim}', gen_random_uuid(), 'z@y', name, role, created_at, NULL, NULL, 1 FROM member",
    "WITH x AS (INSERT INTO member VALUES ('{victim}', gen_random_uuid(), 'x@y', 'x', 'owner', now(), NULL, NULL, 1) \
     RETURNING *) SELECT 1",
    "MERGE INTO member m USING (SELECT '{victim}'::uuid AS id) v ON m.org_id = v.id WHEN NOT MATCHED THEN \
     INSERT VALUES (v.id, gen_random_uuid(), 'x@y', 'x', 'owner', now(), NULL, NULL, 1)",
    "INSERT INTO member VALUES ('{victim}', '{victim}', 'x@y', 'x', 'owner', now(), NULL, NULL, 1) ON CONFLICT DO NOTHING",
    "INSERT INTO member VALUES ('{victim}', '{victim}', 'x@y', 'x', 'owner', now(), NULL, NULL, 1) \
     ON CONFLICT (org_id, id) DO UPDATE SET name = 'taken' WHERE member.name::int > 0",
    "INSERT INTO organization_slug VALUES ('{own}', 'marker-a') ON CONFLICT (slug) DO UPDATE SET slug = 'x-y'",
    "UPDATE member SET org_id = '{victim}'",
    "UPDATE api_key SET org_id = '{victim}' RETURNING org_id",
    "UPDATE trail_entry SET actor = 'nobody'",
    "UPDATE organization_slug SET slug = 'x-y'",
    "DELETE FROM member",
    "DELETE FROM member WHERE org_id = '{victim}' RETURNING *",
    "MERGE INTO member m USING (SELECT 1) v ON true WHEN MATCHED THEN DELETE",
    "TRUNCATE member CASCADE",
    "TRUNCATE trail_entry",
    "SELECT digest FROM api_key",
    "SELECT * FROM api_key",
    "SELECT 1 FROM api_key WHERE digest = '\\x00'",
    "SELECT api_key FROM api_key",
    "UPDATE api_key SET label = 'x' RETURNING digest",
    "UPDATE api_key SET label = encode(digest, 'hex')",
];

const FINGERPRINT: &str = "SELECT md5(string_agg(t, ';')) FROM ( \
    SELECT x::text AS t FROM organization x WHERE org_id = '{v}' UNION ALL \
    SELECT x::text FROM organization_slug x WHERE org_id = '{v}' UNION ALL \
    SELECT x::text FROM api_key x WHERE org_id = '{v}' UNION ALL \
    SELECT x::text FROM member x WHERE org_id = '{v}' UNION ALL \
    SELECT x::text FROM session x WHERE org_id = '{v}' UNION ALL \
    SELECT x::text FROM trail_entry x WHERE org_id = '{v}' UNION ALL \
    SELECT x::text FROM trail_head x WHERE org_id = '{v}' ORDER BY 1) rows";

fn fill(statement: &str) -> String {
    statement
        .replace("{victim}", VICTIM)
        .replace("{own}", ATTACKER)
}

/// Everything that the victim has, as one text.
async fn fingerprint(world: &World) -> String {
    world
        .admin
        .query_one(&FINGERPRINT.replace("{v}", VICTIM), &[])
        .await
        .unwrap()
        .get(0)
}

#[tokio::test]
async fn what_is_allowed_changes_and_shows_nothing_of_the_victim() {
    let world = World::new().await;
    let before = fingerprint(&world).await;
    let mut attacker = world.attacker().await;

    for statement in HARMLESS {
        attacker.begin(ATTACKER).await;
        let seen = attacker.run(&fill(statement)).await;
        // Committed: what was done must be seen by everybody.
        attacker.client.batch_execute("COMMIT").await.unwrap();
        assert!(
            seen.code.is_none() && !seen.leaks(),
            "{statement}: {seen:?}"
        );
        assert_eq!(fingerprint(&world).await, before, "{statement}");
    }
}

#[tokio::test]
async fn what_would_reach_another_tenants_rows_is_refused() {
    let world = World::new().await;
    let before = fingerprint(&world).await;
    let mut attacker = world.attacker().await;

    for statement in REFUSED {
        let seen = attacker.run_in(ATTACKER, &fill(statement)).await;
        assert_eq!(seen.code.as_deref(), Some("42501"), "{statement}: {seen:?}");
        assert!(!seen.leaks(), "{statement}: {seen:?}");
    }
    assert_eq!(fingerprint(&world).await, before);
}

#[tokio::test]
async fn without_a_tenant_nothing_can_be_written() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for statement in REFUSED
        .iter()
        .map(|statement| statement.replace("{victim}", "{own}"))
    {
        let seen = attacker.run(&fill(&statement)).await;
        // An insert that finds no row to insert from does nothing.
        let nothing = seen.code.is_none() && seen.rows == 0;
        assert!(
            nothing || seen.code.as_deref() == Some("42501"),
            "{statement}: {seen:?}"
        );
    }
    for statement in HARMLESS {
        let seen = attacker.run(&fill(statement)).await;
        let one_count = statement.contains("SELECT count(*)");
        assert!(seen.rows == 0 || one_count, "{statement}: {seen:?}");
    }
}

#[tokio::test]
async fn writing_notifies_nobody() {
    let world = World::new().await;
    let mut listener = world.attacker().await;
    let channels = [
        "api_key",
        "member",
        "trail",
        "aiia_keys",
        "revoked",
        "changes",
    ];
    for channel in channels {
        listener
            .client
            .batch_execute(&format!("LISTEN {channel}"))
            .await
            .unwrap();
    }
    let mut writer = world.attacker().await;

    for statement in HARMLESS {
        writer.begin(VICTIM).await;
        writer.run(&fill(statement)).await;
        writer.client.batch_execute("COMMIT").await.unwrap();
    }

    // Notifications come before the answer to the next statement.
    let heard = listener.run("SELECT 1").await;
    assert_eq!(heard.text, ["1"]);
}
