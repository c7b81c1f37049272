//! `GET /auth`, as gateways ask it.

use aiia_keys_domain::AddressList;
use aiia_keys_http_actix::Options;

use crate::support::{World, get, post, presenting};

#[actix_web::test]
async fn a_key_that_covers_the_scope_passes_with_headers_and_no_body() {
    let world = World::new().await;
    let key = world.key("read:findings write:evidence").await;
    for (path, status) in [
        ("/auth", 204),
        ("/auth?scope=read:findings", 204),
        ("/auth?scope=read:findings&ok=200", 200),
        ("/auth?ok=204", 204),
    ] {
        let answer = world.send(presenting(get(path), &key.secret)).await;
        assert_eq!((answer.status, &*answer.body), (status, ""), "{path}");
        assert_eq!(answer.header("x-aiia-organization"), world.ours.to_string());
        assert_eq!(answer.header("x-aiia-key"), key.id.to_string());
        assert_eq!(
            answer.header("x-aiia-scopes"),
            "read:findings write:evidence"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[actix_web::test]
async fn a_key_that_does_not_cover_the_scope_does_not_pass() {
    let world = World::new().await;
    let key = world.key("read:findings").await;
    for scope in [
        "write:findings",
        "read:*",
        "admin:findings",
        "read:universe",
    ] {
        let answer = world
            .send(presenting(
                get(&format!("/auth?scope={scope}")),
                &key.secret,
            ))
            .await;
        assert_eq!((answer.status, &*answer.body), (403, ""), "{scope}");
        assert_eq!(answer.header("x-aiia-key"), "", "{scope}");
    }
}

#[actix_web::test]
async fn behind_a_trusted_proxy_the_clients_address_counts() {
    let world = World::with(Options {
        trusted_proxies: Some(AddressList::parse_all(["203.0.113.7"]).unwrap()),
        ..Options::default()
    })
    .await;
    let body = serde_json::json!({
        "label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"},
        "allowed_cidrs": ["198.51.100.0/24"],
    });
    let generated = world.call(post("/api/v1/keys", &body)).await.json();
    let secret = generated["key"].as_str().unwrap();
    for (forwarded, status) in [
        ("198.51.100.9", 204),
        ("192.0.2.1, 198.51.100.9", 204),
        ("198.51.100.9, 192.0.2.1", 403),
        ("198.51.100.9, 203.0.113.7", 204),
        ("nonsense", 403),
    ] {
        let request = get("/auth").insert_header(("X-Forwarded-For", forwarded));
        let answer = world.send(presenting(request, secret)).await;
        assert_eq!(answer.status, status, "{forwarded}");
    }
}
