//! What a key may know and do about itself.

use serde_json::json;

use crate::support::{DAY, World, get, post, presenting, request};

#[actix_web::test]
async fn a_key_sees_itself() {
    let world = World::new().await;
    let key = world.key("write:evidence").await;
    world.clock.advance(DAY * 48);
    let answer = world
        .send(presenting(get("/api/v1/self"), &key.secret))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let own = answer.json();
    assert_eq!(own["id"], key.id.to_string());
    assert_eq!(
        own["organization"],
        json!({"id": world.ours.to_string(), "name": "ours"})
    );
    assert_eq!(own["scopes"], json!(["write:evidence"]));
    assert_eq!(own["rotation_due_at"], "2027-04-15T08:00:00Z");
    assert_eq!(own["rotation_due_in_days"], 42);
    assert!(!answer.body.contains(&key.secret));
}

#[actix_web::test]
async fn whoever_holds_a_key_ends_it_from_anywhere() {
    let world = World::new().await;
    let body = json!({
        "label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"},
        "allowed_cidrs": ["198.51.100.0/24"],
    });
    let generated = world.call(post("/api/v1/keys", &body)).await.json();
    let secret = generated["key"].as_str().unwrap();
    let refused = world.send(presenting(get("/api/v1/self"), secret)).await;
    assert_eq!(refused.status, 403, "it may not be used from here");

    let reason = json!({"reason": "found in a public repository"});
    let ended = world
        .send(presenting(post("/api/v1/self/revoke", &reason), secret))
        .await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    let revocation = &ended.json()["revocation"];
    assert_eq!(
        revocation["by"],
        format!("key:{}", generated["id"].as_str().unwrap())
    );
    assert_eq!(revocation["reason"], "found in a public repository");
    let again = world
        .send(presenting(request("POST", "/api/v1/self/revoke"), secret))
        .await;
    assert_eq!(again.json(), ended.json(), "the first revocation stands");
}
