//! Input that is too much.

use crate::support::{World, get, presenting, request};

async fn refused(world: &World, body: impl Into<actix_web::web::Bytes>) -> (u16, String) {
    let request = request("POST", "/api/v1/keys")
        .insert_header(("Content-Type", "application/json"))
        .set_payload(body);
    let before = world.everything().await;
    let answer = world.send(presenting(request, &world.admin.secret)).await;
    assert_eq!(world.everything().await, before);
    answer.code()
}

#[actix_web::test]
async fn a_body_beyond_its_limits_is_refused() {
    let world = World::new().await;
    let large = format!("{{\"label\": \"{}\"}}", "x".repeat(64 * 1024));
    assert_eq!(
        refused(&world, large).await,
        (413, "content_too_large".to_owned())
    );
    let just_fits = format!("{{\"label\": \"{}\"}}", "x".repeat(64 * 1024 - 13));
    assert_eq!(
        refused(&world, just_fits).await,
        (422, "invalid_field".to_owned())
    );
    let deep = format!("{}{}", "[".repeat(33), "]".repeat(33));
    assert_eq!(
        refused(&world, deep).await,
        (400, "malformed_body".to_owned())
    );
    let deepest = format!("{}{}", "{\"label\":".repeat(30_000), "");
    assert_eq!(
        refused(&world, deepest[..60_000].to_owned()).await,
        (400, "malformed_body".to_owned())
    );
    assert_eq!(
        refused(&world, &b"{\"label\": \"\xff\"}"[..]).await,
        (400, "malformed_body".to_owned())
    );
    assert_eq!(
        refused(&world, &b"{\0}"[..]).await,
        (400, "malformed_body".to_owned())
    );
}

#[actix_web::test]
async fn too_many_scopes_and_addresses_are_refused() {
    let world = World::new().await;
    let scopes = vec!["read:findings"; 65];
    let body = serde_json::json!({"label": "a", "scopes": scopes, "expiration": {"period": "30d"}});
    assert_eq!(
        refused(&world, body.to_string()).await,
        (422, "invalid_field".to_owned())
    );
    let blocks: Vec<String> = (0..65)
        .map(|number| format!("10.{number}.0.0/16"))
        .collect();
    let body = serde_json::json!({
        "label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}, "allowed_cidrs": blocks,
    });
    assert_eq!(
        refused(&world, body.to_string()).await,
        (422, "invalid_field".to_owned())
    );
}

#[actix_web::test]
async fn a_head_beyond_its_limits_is_refused() {
    let world = World::new().await;
    let answer = world
        .call(get(&format!("/api/v1/keys?q={}", "x".repeat(5000))))
        .await;
    assert_eq!(answer.code(), (414, "uri_too_long".to_owned()));
    let large = get("/api/v1/keys").insert_header(("X-Large", "x".repeat(20_000)));
    let answer = world.call(large).await;
    assert_eq!(answer.code(), (431, "headers_too_large".to_owned()));
}
