//! An error tells nothing about another tenant: it is the same whether the victim has a thing or nobody has.

use crate::world::{ATTACKER, NOBODY, Seen, VICTIM, World};

/// Statements about an id that the victim may have; `{id}` is the victim's, or nobody's.
const BY_ID: &[&str] = &[
    // Unique: the same id, e-mail address, digest, number as the victim's.
    "INSERT INTO api_key (org_id, id, label, scopes, last_four, pepper, digest, created_at, created_by, expires_at, version) \
     VALUES ('{own}', '{id}', 'l', '{s}', 'abcd', 1, decode(repeat('9', 64), 'hex'), now(), 'x', now(), 1)",
    "INSERT INTO api_key (org_id, id, label, scopes, last_four, pepper, digest, created_at, created_by, expires_at, version) \
     VALUES ('{own}', gen_random_uuid(), 'l', '{s}', 'abcd', 1, decode(repeat(left('{id}', 1), 64), 'hex'), now(), 'x', now(), 1)",
    "INSERT INTO member VALUES ('{own}', '{id}', 'x@y', 'x', 'owner', now(), NULL, NULL, 1)",
    "INSERT INTO member VALUES ('{own}', gen_random_uuid(), 'marker-' || left('{id}', 1) || '@example.com', 'x', 'owner', now(), NULL, NULL, 1)",
    "INSERT INTO session VALUES ('{own}', '{id}', '{own}', decode(repeat(left('{id}', 1), 64), 'hex'), now(), now(), NULL)",
    "INSERT INTO trail_entry VALUES ('{own}', 2, now(), '{id}', 'x', 'x', '{}', NULL, \
     decode(repeat('9', 64), 'hex'), decode(repeat('9', 64), 'hex'))",
    // References: what only the victim has does not exist.
    "INSERT INTO session VALUES ('{own}', gen_random_uuid(), '{id}', decode(repeat('9', 64), 'hex'), now(), now(), NULL)",
    "INSERT INTO api_key (org_id, id, label, scopes, last_four, pepper, digest, created_at, created_by, expires_at, predecessor_id, version) \
     VALUES ('{own}', gen_random_uuid(), 'l', '{s}', 'abcd', 1, decode(repeat('9', 64), 'hex'), now(), 'x', now(), '{id}', 1)",
    "UPDATE api_key SET successor_id = '{id}' WHERE id = '{own}'",
    // The tenant itself.
    "INSERT INTO organization VALUES ('{id}', 'x-y', 'x', 1, 1, '{a}', 1, false, now(), NULL, 1)",
    "INSERT INTO organization_slug VALUES ('{id}', 'x-y')",
    "INSERT INTO trail_head VALUES ('{id}', 0, decode(repeat('9', 64), 'hex'))",
    "INSERT INTO member VALUES ('{id}', '{id}', 'x@y', 'x', 'owner', now(), NULL, NULL, 1)",
    "INSERT INTO member VALUES ('{id}', '{id}', 'x@y', 'x', 'owner', now(), NULL, NULL, 1) ON CONFLICT DO NOTHING",
    "SELECT * FROM member WHERE id = '{id}' FOR UPDATE NOWAIT",
    "SELECT label FROM api_key WHERE id = '{id}'",
    "UPDATE member SET name = 'x' WHERE id = '{id}'",
    "UPDATE member SET name = '' WHERE id = '{id}'",
];

/// What is seen for an id, as if the id were always the same.
async fn seen_for(world: &World, statement: &str, id: &str) -> Seen {
    let mut attacker = world.attacker().await;
    let statement = statement.replace("{id}", id).replace("{own}", ATTACKER);
    let mut seen = attacker.run_in(ATTACKER, &statement).await;
    for text in &mut seen.text {
        *text = text.replace(id, "ID");
    }
    seen
}

#[tokio::test]
async fn the_victims_ids_answer_as_ids_that_nobody_has() {
    let world = World::new().await;

    for statement in BY_ID {
        let victims = seen_for(&world, statement, VICTIM).await;
        let nobodys = seen_for(&world, statement, NOBODY).await;
        assert_eq!(victims, nobodys, "{statement}");
    }
}

#[tokio::test]
async fn a_row_that_another_transaction_of_the_victim_has_locked_makes_nobody_wait() {
    let world = World::new().await;
    let victim = world.attacker().await;
    victim.begin(VICTIM).await;
    let locks = "UPDATE member SET name = 'x'; UPDATE api_key SET label = 'x'; \
                 UPDATE trail_head SET sequence = 2; SELECT FROM organization FOR UPDATE";
    victim.client.batch_execute(locks).await.unwrap();
    let mut attacker = world.attacker().await;
    attacker
        .client
        .batch_execute("SET lock_timeout = '1ms'")
        .await
        .unwrap();

    for statement in [
        "UPDATE member SET name = 'y'",
        "UPDATE api_key SET label = 'y'",
        "UPDATE trail_head SET sequence = 3",
        "SELECT org_id FROM organization FOR UPDATE",
    ] {
        let seen = attacker.run_in(ATTACKER, statement).await;
        assert_eq!(seen.code, None, "{statement}: {seen:?}");
    }
}

#[tokio::test]
async fn errors_about_own_rows_show_no_values() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;

    for (statement, code) in [
        ("UPDATE member SET name = ''", "23514"),
        ("UPDATE api_key SET label = NULL", "23502"),
        (
            "INSERT INTO member SELECT org_id, id, email, name, role, created_at, NULL, NULL, 1 FROM member",
            "23505",
        ),
        (
            "UPDATE api_key SET successor_id = gen_random_uuid()",
            "23503",
        ),
    ] {
        let seen = attacker.run_in(ATTACKER, statement).await;
        assert_eq!(seen.code.as_deref(), Some(code), "{statement}: {seen:?}");
        // Values of rows would stand in the detail; with row level security there is none, but for
        // a reference, which names the key that was asked for.
        let told = seen.text.iter().any(|text| text.contains("marker-b"));
        assert!(!told, "{statement}: {seen:?}");
    }
}

#[tokio::test]
async fn that_a_slug_is_taken_is_all_that_is_told_of_it() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    let found = format!(
        "INSERT INTO organization VALUES ('{NOBODY}', 'marker-a', 'x', 1, 1, '{{a}}', 1, false, now(), NULL, 1); \
         INSERT INTO organization_slug VALUES ('{NOBODY}', 'marker-a')"
    );

    let seen = attacker.run_in(NOBODY, &found).await;

    assert_eq!(seen.code.as_deref(), Some("23505"));
    assert!(!seen.leaks(), "{seen:?}");
}

#[tokio::test]
async fn a_slug_is_found_by_its_name_and_never_listed() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    let name = |slug: &str| format!("SELECT set_config('app.org_slug', '{slug}', true)");

    for (slug, rows) in [
        ("marker-a", 1),
        ("", 0),
        ("%", 0),
        ("marker-_", 0),
        ("MARKER-A", 0),
        ("marker", 0),
    ] {
        attacker.client.batch_execute("BEGIN").await.unwrap();
        attacker.client.batch_execute(&name(slug)).await.unwrap();
        let directory = attacker.run("SELECT * FROM organization_slug").await;
        let changed = attacker
            .run("SELECT org_id FROM organization UNION SELECT org_id FROM member")
            .await;
        attacker.client.batch_execute("ROLLBACK").await.unwrap();
        assert_eq!((directory.rows, changed.rows), (rows, 0), "{slug}");
    }
    // It lasts for one transaction.
    let after = attacker.run("SELECT * FROM organization_slug").await;
    assert_eq!(after.rows, 0);
}
