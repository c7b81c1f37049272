//! The life of a key over HTTP.

mod change;
mod lists;
mod rotation;
mod usage;

use serde_json::{Value, json};

use crate::support::{World, get, post, presenting};

fn new_key() -> Value {
    json!({
        "label": "ServiceNow Integration Key",
        "scopes": ["write:evidence", "read:findings"],
        "expiration": {"period": "90d"},
        "allowed_cidrs": ["203.0.113.0/24", "2001:db8::/32"],
    })
}

#[actix_web::test]
async fn a_generated_key_is_shown_once_and_works() {
    let world = World::new().await;
    let answer = world.call(post("/api/v1/keys", &new_key())).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(answer.header("cache-control"), "no-store");
    let mut shown = answer.json();
    let secret = shown["key"].take().as_str().unwrap().to_owned();
    let id = shown["id"].take().as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), format!("/api/v1/keys/{id}"));
    assert_eq!(secret.len(), 64);
    let expected = json!({
        "key": null,
        "id": null,
        "label": "ServiceNow Integration Key",
        "mask": format!("•••••{}", &secret[60..]),
        "scopes": ["read:findings", "write:evidence"],
        "allowed_cidrs": ["203.0.113.0/24", "2001:db8::/32"],
        "status": "active",
        "created_at": "2027-01-15T08:00:00Z",
        "created_by": format!("key:{}", world.admin.id),
        "expires_at": "2027-04-15T08:00:00Z",
        "predecessor": null,
        "successor": null,
        "rate_limit": null,
            "revocation": null,
    });
    assert_eq!(shown, expected);

    let own = world.send(presenting(get("/api/v1/self"), &secret)).await;
    assert_eq!(own.status, 200, "{}", own.body);
    let again = world.call(get(&format!("/api/v1/keys/{id}"))).await;
    assert!(!again.body.contains(&secret), "it is not shown again");
    assert_eq!(again.json()["mask"], expected["mask"]);
}

#[actix_web::test]
async fn a_key_can_end_at_an_instant() {
    let world = World::new().await;
    let mut body = new_key();
    body["expiration"] = json!({"at": "2027-02-01T12:00:00+02:00"});
    let answer = world.call(post("/api/v1/keys", &body)).await;
    assert_eq!(answer.json()["expires_at"], "2027-02-01T10:00:00Z");
}

#[actix_web::test]
async fn nobody_hands_out_more_than_they_hold() {
    let world = World::new().await;
    let manager = world.key("admin:keys read:findings").await;
    let request = post("/api/v1/keys", &new_key());
    let answer = world.send(presenting(request, &manager.secret)).await;
    let expected = (403, "scope_not_held".to_owned(), Some("scopes".to_owned()));
    assert_eq!(answer.outcome(), expected);
}

#[actix_web::test]
async fn a_key_is_refused_from_elsewhere() {
    let world = World::new().await;
    let mut body = new_key();
    body["allowed_cidrs"] = json!(["198.51.100.0/24"]);
    let answer = world.call(post("/api/v1/keys", &body)).await;
    let secret = answer.json()["key"].as_str().unwrap().to_owned();
    let refused = world.send(presenting(get("/api/v1/self"), &secret)).await;
    assert_eq!(refused.code(), (403, "source_not_allowed".to_owned()));
}

#[actix_web::test]
async fn the_keys_of_a_suspended_organization_are_refused() {
    let world = World::new().await;
    aiia_keys_usecases::organization::suspension::suspend(&world.env, world.ours)
        .await
        .unwrap();
    let refused = world.call(get("/api/v1/keys")).await;
    assert_eq!(refused.code(), (403, "organization_suspended".to_owned()));
}
