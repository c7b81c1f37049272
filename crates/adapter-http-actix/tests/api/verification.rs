//! `POST /api/v1/verify`

use serde_json::{Value, json};

use crate::support::{DAY, World, post};

async fn verdict(world: &World, body: &Value) -> Value {
    let answer = world.call(post("/api/v1/verify", body)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

#[actix_web::test]
async fn an_accepted_key_is_described() {
    let world = World::new().await;
    let key = world.key("read:findings").await;
    let expected = json!({
        "active": true,
        "id": key.id.to_string(),
        "organization": world.ours.to_string(),
        "scopes": ["read:findings"],
        "expires_at": "2027-04-15T08:00:00Z",
    });
    let asked = json!({"key": key.secret, "scope": "read:findings", "source": "192.0.2.1"});
    assert_eq!(verdict(&world, &asked).await, expected);
}

#[actix_web::test]
async fn a_refused_key_comes_with_the_reason_and_nothing_else() {
    let world = World::new().await;
    let refused = |reason: &str| json!({"active": false, "reason": reason});
    let expired = world.key("read:findings").await;
    let revoked = world.key("read:findings").await;
    world.revoke(world.ours, revoked.id).await;
    let reader = json!({"key": expired.secret, "scope": "write:findings"});
    assert_eq!(
        verdict(&world, &reader).await,
        refused("insufficient_scope")
    );
    let never_issued = world.env.format.generate([7; 32]);
    for (key, reason) in [
        ("", "invalid_key"),
        (never_issued.expose(), "invalid_key"),
        (&*revoked.secret, "key_revoked"),
        (
            &expired.secret.replace("_live_", "_test_"),
            "wrong_environment",
        ),
    ] {
        assert_eq!(verdict(&world, &json!({"key": key})).await, refused(reason));
    }
}

#[actix_web::test]
async fn of_another_tenants_key_nothing_is_told() {
    let world = World::new().await;
    let active = world.key_of(world.theirs, "read:findings").await;
    let revoked = world.key_of(world.theirs, "read:findings").await;
    world.revoke(world.theirs, revoked.id).await;
    let unknown = json!({"active": false, "reason": "invalid_key"});
    for key in [&active, &revoked] {
        assert_eq!(verdict(&world, &json!({"key": key.secret})).await, unknown);
    }
    world.clock.advance(DAY);
    assert_eq!(
        verdict(&world, &json!({"key": active.secret})).await,
        unknown
    );
}
