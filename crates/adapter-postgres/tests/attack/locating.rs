//! The one function that reads across tenants gives a key to whoever has its digest, and nothing else.

use tokio_postgres::Column;

use crate::world::{ATTACKER, VICTIM, World};

#[tokio::test]
async fn a_key_is_located_by_its_digest_alone() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    let locate = |digests: &str| format!("SELECT key_id FROM locate_key({digests})");

    let known = attacker
        .run(&locate("ARRAY[decode(repeat('a', 64), 'hex')]"))
        .await;
    assert_eq!(known.text, [VICTIM]);
    let among = "ARRAY[sha256('x'), decode(repeat('b', 64), 'hex'), NULL]";
    assert_eq!(attacker.run(&locate(among)).await.text, [ATTACKER]);
    for unknown in [
        "NULL",
        "'{}'",
        "ARRAY[NULL]::bytea[]",
        "ARRAY['']::bytea[]",
        "ARRAY['%']::bytea[]",
        "ARRAY[sha256('x')]",
        // All but the last byte of the victim's digest.
        "ARRAY[decode(repeat('a', 62) || 'ab', 'hex')]",
        "ARRAY[decode(repeat('a', 62), 'hex')]",
    ] {
        let seen = attacker.run(&locate(unknown)).await;
        assert_eq!((seen.rows, seen.code), (0, None), "{unknown}");
    }
}

#[tokio::test]
async fn what_is_told_of_a_located_key_is_what_verification_needs() {
    let world = World::new().await;
    let attacker = world.attacker().await;

    let row = attacker
        .client
        .query_one(
            "SELECT * FROM locate_key(ARRAY[decode(repeat('a1', 32), 'hex')])",
            &[],
        )
        .await
        .unwrap();

    let columns: Vec<_> = row.columns().iter().map(Column::name).collect();
    let wanted = [
        "org_id",
        "key_id",
        "scopes",
        "sources",
        "expires_at",
        "revoked",
        "suspended",
        "pepper",
        "digest",
        "epoch",
        "rate_requests",
        "rate_seconds",
    ];
    assert_eq!(columns, wanted);
    assert_eq!(
        (
            row.get::<_, bool>("revoked"),
            row.get::<_, bool>("suspended")
        ),
        (true, false)
    );
    assert_eq!(row.get::<_, Vec<String>>("scopes"), ["marker-a"]);
}

#[tokio::test]
async fn a_suspended_organization_shows_at_its_keys() {
    let world = World::new().await;
    let suspend = format!("UPDATE organization SET suspended_at = now() WHERE org_id = '{VICTIM}'");
    world.admin.batch_execute(&suspend).await.unwrap();
    let mut attacker = world.attacker().await;

    let seen = attacker
        .run("SELECT suspended FROM locate_key(ARRAY[decode(repeat('a', 64), 'hex')])")
        .await;

    assert_eq!(seen.text, ["t"]);
}

#[tokio::test]
async fn a_condition_on_the_function_sees_no_other_key() {
    let world = World::new().await;
    let planted = "CREATE FUNCTION public.tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 \
                   AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$";
    world.admin.batch_execute(planted).await.unwrap();
    let mut attacker = world.attacker().await;

    let seen = attacker
        .run("SELECT 1 FROM locate_key(ARRAY[decode(repeat('b', 64), 'hex')]) WHERE public.tell(key_id::text)")
        .await;

    assert!(seen.rows == 1 && !seen.leaks(), "{seen:?}");
}
