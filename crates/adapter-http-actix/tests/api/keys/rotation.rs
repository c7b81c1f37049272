//! Rotating keys.

use serde_json::json;

use crate::support::{DAY, World, get, post, presenting, request};

#[actix_web::test]
async fn both_keys_work_during_the_overlap() {
    let world = World::new().await;
    let old = world.key("read:findings").await;
    let path = format!("/api/v1/keys/{}/rotate", old.id);
    let answer = world.call(post(&path, &json!({"overlap": "P2D"}))).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let new = answer.json();
    assert_eq!(new["predecessor"], old.id.to_string());
    assert_eq!(new["replaced"]["id"], old.id.to_string());
    assert_eq!(new["replaced"]["successor"], new["id"]);
    assert_eq!(new["replaced"]["expires_at"], "2027-01-17T08:00:00Z");
    assert_eq!(
        new["expires_at"], "2027-04-15T08:00:00Z",
        "as long as the old one"
    );
    let location = format!("/api/v1/keys/{}", new["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), location);

    let secret = new["key"].as_str().unwrap().to_owned();
    let status = async |secret: &str| world.send(presenting(get("/auth"), secret)).await.status;
    assert_eq!(
        (status(&old.secret).await, status(&secret).await),
        (204, 204)
    );
    world.clock.advance(DAY * 2);
    assert_eq!(
        (status(&old.secret).await, status(&secret).await),
        (401, 204)
    );
}

#[actix_web::test]
async fn without_a_body_the_overlap_is_a_day() {
    let world = World::new().await;
    let old = world.key("read:findings").await;
    let answer = world
        .call(request("POST", &format!("/api/v1/keys/{}/rotate", old.id)))
        .await;
    assert_eq!(
        answer.json()["replaced"]["expires_at"],
        "2027-01-16T08:00:00Z"
    );
}

#[actix_web::test]
async fn without_an_overlap_the_old_key_ends_at_once() {
    let world = World::new().await;
    let old = world.key("read:findings write:evidence").await;
    let path = format!("/api/v1/keys/{}/rotate", old.id);
    let body =
        json!({"overlap": "PT0S", "scopes": ["read:findings"], "expiration": {"period": "30d"}});
    let answer = world.call(post(&path, &body)).await;
    let new = answer.json();
    assert_eq!(new["scopes"], json!(["read:findings"]));
    assert_eq!(new["expires_at"], "2027-02-14T08:00:00Z");
    assert_eq!(new["replaced"]["status"], "revoked");
    let refused = world
        .send(presenting(get("/api/v1/self"), &old.secret))
        .await;
    assert_eq!(refused.code(), (401, "key_revoked".to_owned()));
}

#[actix_web::test]
async fn a_key_is_rotated_once() {
    let world = World::new().await;
    let old = world.key("read:findings").await;
    let path = format!("/api/v1/keys/{}/rotate", old.id);
    let successor = world.call(request("POST", &path)).await.json();
    let again = world.call(request("POST", &path)).await;
    assert_eq!(again.code(), (409, "already_rotated".to_owned()));
    assert!(again.body.contains(successor["id"].as_str().unwrap()));

    let ended = world.key("read:findings").await;
    world.revoke(world.ours, ended.id).await;
    let path = format!("/api/v1/keys/{}/rotate", ended.id);
    let refused = world.call(request("POST", &path)).await;
    assert_eq!(refused.code(), (409, "wrong_status".to_owned()));
}
