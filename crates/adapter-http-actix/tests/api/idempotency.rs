//! Requests that are repeated under the same `Idempotency-Key`.

use actix_web::test::TestRequest;
use aiia_keys_domain::Role;
use serde_json::{Value, json};

use crate::support::{Answer, DAY, IssuedKey, World, post, presenting, with_session};

fn key_body() -> Value {
    json!({"label": "Once", "scopes": ["read:findings"], "expiration": {"period": "30d"}})
}

fn named(request: TestRequest, name: &str) -> TestRequest {
    request.insert_header(("Idempotency-Key", name.to_owned()))
}

async fn generate(world: &World, caller: &IssuedKey, name: &str, body: &Value) -> Answer {
    let request = named(post("/api/v1/keys", body), name);
    world.send(presenting(request, &caller.secret)).await
}

/// How many rows begin like this.
async fn count(world: &World, kind: &str) -> usize {
    let rows = world.everything().await;
    rows.iter().filter(|row| row.starts_with(kind)).count()
}

#[actix_web::test]
async fn a_repeat_gives_the_same_key_without_its_secret() {
    let world = World::new().await;
    let before = count(&world, "key ").await;
    let made = generate(&world, &world.admin, "one", &key_body()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.header("idempotency-replayed"), "");
    let again = generate(&world, &world.admin, "one", &key_body()).await;
    assert_eq!(again.status, 200, "{}", again.body);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.header("location"), made.header("location"));
    let mut expected = made.json();
    let secret = expected["key"].take();
    assert_eq!(again.json(), expected, "`key` is null");
    assert_eq!(count(&world, "key ").await, before + 1);
    for row in world.everything().await {
        assert!(!row.contains(secret.as_str().unwrap()), "{row}");
    }
}

#[actix_web::test]
async fn the_same_name_with_another_request_is_refused() {
    let world = World::new().await;
    let made = generate(&world, &world.admin, "one", &key_body()).await;
    let before = world.everything().await;
    let mut other = key_body();
    other["label"] = "Twice".into();
    let refused = generate(&world, &world.admin, "one", &other).await;
    let reused = (
        422,
        "idempotency_key_reused".to_owned(),
        Some("Idempotency-Key".to_owned()),
    );
    assert_eq!(refused.outcome(), reused);
    let path = format!(
        "/api/v1/keys/{}/rotate",
        made.json()["id"].as_str().unwrap()
    );
    let elsewhere = named(post(&path, &key_body()), "one");
    let elsewhere = world.call(elsewhere).await;
    assert_eq!(elsewhere.status, 400, "a body of another operation");
    let elsewhere = world.call(named(post(&path, &json!({})), "one")).await;
    assert_eq!(elsewhere.outcome(), reused);
    assert_eq!(world.everything().await, before);
}

#[actix_web::test]
async fn names_of_different_callers_have_nothing_to_do_with_each_other() {
    let world = World::new().await;
    let other = world.key("admin:*").await;
    let foreign = world.key_of(world.theirs, "admin:*").await;
    let before = count(&world, "key ").await;
    for caller in [&world.admin, &other, &foreign] {
        let made = generate(&world, caller, "one", &key_body()).await;
        assert_eq!(made.status, 201, "{}", made.body);
    }
    assert_eq!(count(&world, "key ").await, before + 3);
}

#[actix_web::test]
async fn after_a_day_a_name_is_free_again() {
    let world = World::new().await;
    let first = generate(&world, &world.admin, "one", &key_body())
        .await
        .json();
    world.clock.advance(DAY);
    let later = generate(&world, &world.admin, "one", &key_body()).await;
    assert_eq!(later.status, 201, "{}", later.body);
    assert_ne!(later.json()["id"], first["id"]);
    assert_eq!(count(&world, "done ").await, 1);
}

#[actix_web::test]
async fn of_two_at_the_same_moment_one_makes_a_key() {
    let world = World::new().await;
    let before = count(&world, "key ").await;
    let body = key_body();
    let (one, other) = tokio::join!(
        generate(&world, &world.admin, "one", &body),
        generate(&world, &world.admin, "one", &body),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201], "{} {}", one.body, other.body);
    assert_eq!(one.json()["id"], other.json()["id"]);
    assert_eq!(count(&world, "key ").await, before + 1);
}

#[actix_web::test]
async fn what_was_refused_is_not_remembered() {
    let world = World::new().await;
    let mut wrong = key_body();
    wrong["label"] = "".into();
    let refused = generate(&world, &world.admin, "one", &wrong).await;
    assert_eq!(refused.status, 422);
    assert_eq!(count(&world, "done ").await, 0);
    let made = generate(&world, &world.admin, "one", &key_body()).await;
    assert_eq!(made.status, 201, "{}", made.body);
}

#[actix_web::test]
async fn a_rotation_is_repeated_like_that_too() {
    let world = World::new().await;
    let target = world.key("read:findings").await;
    let path = format!("/api/v1/keys/{}/rotate", target.id);
    let rotate = || named(post(&path, &json!({"overlap": "PT1H"})), "one");
    let made = world.call(rotate()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let again = world.call(rotate()).await;
    assert_eq!(again.status, 200, "{}", again.body);
    let mut expected = made.json();
    expected["key"] = Value::Null;
    assert_eq!(again.json(), expected);
}

#[actix_web::test]
async fn a_member_is_added_once() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let body = json!({"email": "grace@example.com", "name": "Grace", "role": "auditor"});
    let add = || with_session(named(post("/api/v1/members", &body), "one"), &owner.cookie);
    let made = world.send(add()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let again = world.send(add()).await;
    assert_eq!(again.status, 200, "{}", again.body);
    let mut expected = made.json();
    expected["invitation"] = Value::Null;
    assert_eq!(again.json(), expected);
}
