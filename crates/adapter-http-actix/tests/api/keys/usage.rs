//! How keys are used.

use serde_json::{Value, json};

use crate::support::{Answer, DAY, IssuedKey, World, get, post, presenting};

/// What the service tells about the use of a key.
async fn usage(world: &World, id: &str, query: &str) -> Value {
    world.flush().await;
    let answer = world
        .call(get(&format!("/api/v1/keys/{id}/usage?{query}")))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

async fn ask(world: &World, key: &IssuedKey, path: &str) -> Answer {
    world.send(presenting(get(path), &key.secret)).await
}

#[actix_web::test]
async fn each_scope_is_counted_by_what_the_operation_needs() {
    let world = World::new().await;
    let key = world.key("read:* write:evidence").await;
    for path in [
        "/auth?scope=read:findings",
        "/auth?scope=read:findings",
        "/auth?scope=read:unheard-of",
        "/auth",
        "/api/v1/self",
    ] {
        assert!(ask(&world, &key, path).await.status < 300, "{path}");
    }
    let refused = ask(&world, &key, "/api/v1/keys").await;
    assert_eq!(refused.code(), (403, "insufficient_scope".to_owned()));
    let body = json!({"key": key.secret, "scope": "write:evidence", "source": "198.51.100.9"});
    let verdict = world.call(post("/api/v1/verify", &body)).await;
    assert_eq!(verdict.json()["active"], true);

    let id = key.id.to_string();
    let told = usage(&world, &id, "bucket=hour&from=2027-01-15T07:00:00Z").await;
    let last = |address: &str| json!({"at": "2027-01-15T08:00:00Z", "address": address});
    assert_eq!(
        told,
        json!({
            "from": "2027-01-15T07:00:00Z",
            "until": "2027-01-15T08:00:00Z",
            "bucket": "hour",
            "allowed": 0,
            "denied": 0,
            "last_use": told["last_use"],
            "scopes": told["scopes"],
            "denials": [],
            "unused_scopes": ["read:universe"],
        }),
        "the hour that begins now is not over"
    );
    let until = "bucket=hour&from=2027-01-15T07:00:00Z&until=2027-01-15T08:00:00.000001Z";
    let told = usage(&world, &id, until).await;
    let scope = |scope: Value, allowed: u64, denied: u64, address: Option<&str>| {
        json!({
            "scope": scope, "allowed": allowed, "denied": denied, "series": [0, allowed],
            "last_use": address.map(&last),
        })
    };
    let here = Some("203.0.113.7");
    assert_eq!(
        told["scopes"],
        json!([
            scope(json!("read:findings"), 2, 0, here),
            scope(json!("write:evidence"), 1, 0, Some("198.51.100.9")),
            scope(json!("admin:keys"), 0, 1, None),
            scope(json!("other"), 1, 0, here),
            scope(Value::Null, 2, 0, here),
        ])
    );
    let denials = json!([{"reason": "insufficient_scope", "count": 1, "series": [0, 1]}]);
    assert_eq!(told["denials"], denials);
    assert_eq!((&told["allowed"], &told["denied"]), (&json!(6), &json!(1)));
}

#[actix_web::test]
async fn attempts_with_a_key_that_is_over_are_counted_with_the_reason() {
    let world = World::new().await;
    let revoked = world.key("read:findings").await;
    let expired = world.key("read:findings").await;
    world.revoke(world.ours, revoked.id).await;
    assert_eq!(ask(&world, &revoked, "/auth").await.status, 401);
    world.clock.advance(DAY * 80);
    let manager = world.key("admin:keys").await;
    world.clock.advance(DAY * 10);
    assert_eq!(ask(&world, &expired, "/auth").await.status, 401);
    world.flush().await;
    for (key, reason) in [(revoked, "key_revoked"), (expired, "key_expired")] {
        let path = format!(
            "/api/v1/keys/{}/usage?from=2027-01-15T00:00:00Z&until=2027-04-16T00:00:00Z",
            key.id
        );
        let told = ask(&world, &manager, &path).await.json();
        assert_eq!(told["denials"][0]["reason"], reason, "{told}");
        assert_eq!((&told["denied"], &told["allowed"]), (&json!(1), &json!(0)));
        assert_eq!(told["last_use"], Value::Null);
    }
}

#[actix_web::test]
async fn keys_are_listed_with_their_last_use_and_their_days_on_request() {
    let world = World::new().await;
    // Newer than the other key, it is listed first.
    world.clock.advance(DAY);
    let key = world.key("read:findings").await;
    let path = format!("/api/v1/keys/{}", key.id);
    let unused = world.call(get(&path)).await.json();
    assert_eq!(
        (&unused["last_used_at"], &unused["last_used_from"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(ask(&world, &key, "/auth").await.status, 204);
    world.clock.advance(DAY);
    assert_eq!(ask(&world, &key, "/auth").await.status, 204);
    assert_eq!(ask(&world, &key, "/auth").await.status, 204);
    assert_eq!(ask(&world, &key, "/api/v1/keys").await.status, 403);
    world.flush().await;

    let used = world.call(get(&path)).await.json();
    assert_eq!(used["last_used_at"], "2027-01-17T08:00:00Z");
    assert_eq!(used["last_used_from"], "203.0.113.7");
    assert_eq!(used.get("daily_usage"), None);
    let listed = world.call(get("/api/v1/keys?q=a+key&limit=1")).await.json();
    assert_eq!(listed[0], used);

    let listed = world.call(get("/api/v1/keys?usage=daily&limit=1")).await;
    assert!(
        listed
            .header("link")
            .contains("usage=daily&limit=1&cursor=")
    );
    let daily = &listed.json()[0]["daily_usage"];
    assert_eq!(daily["from"], "2026-12-19T00:00:00Z");
    let last_days = |series: &str| {
        let days = daily[series].as_array().unwrap();
        assert_eq!(days.len(), 30);
        (days[28].as_u64().unwrap(), days[29].as_u64().unwrap())
    };
    assert_eq!(
        (last_days("allowed"), last_days("denied")),
        ((1, 2), (0, 1))
    );
}

#[actix_web::test]
async fn nothing_is_told_about_the_use_of_another_tenants_key() {
    let world = World::new().await;
    let foreign = world.key_of(world.theirs, "read:findings").await;
    assert_eq!(ask(&world, &foreign, "/auth").await.status, 204);
    world.flush().await;
    let path = format!("/api/v1/keys/{}/usage", foreign.id);
    let answer = world.call(get(&path)).await;
    assert_eq!(answer.code(), (404, "not_found".to_owned()));
}

#[actix_web::test]
async fn a_span_at_either_end_of_the_calendar_is_told_as_empty() {
    let world = World::new().await;
    let id = world.key("read:findings").await.id.to_string();
    for span in [
        "from=0001-01-01T00:00:00Z&until=0001-01-02T00:00:00Z",
        "from=9999-12-31T00:00:00Z&until=9999-12-31T23:59:59.999999Z",
        "until=0001-01-01T00:00:00Z",
        "bucket=hour&until=9999-12-31T23:59:59.999999Z",
    ] {
        assert_eq!(usage(&world, &id, span).await["allowed"], 0, "{span}");
    }
}
