//! Changing and revoking keys.

use serde_json::json;

use crate::support::{World, get, patch, post, presenting, request};

#[actix_web::test]
async fn a_change_names_the_version_that_it_is_about() {
    let world = World::new().await;
    let key = world.key("read:findings write:evidence").await;
    let path = format!("/api/v1/keys/{}", key.id);
    let read = world.call(get(&path)).await;
    let tag = read.header("etag").to_owned();

    let change = json!({"label": "Renamed", "scopes": ["read:findings"], "allowed_cidrs": ["203.0.113.0/24"]});
    let answer = world
        .call(patch(&path, &change).insert_header(("If-Match", tag.clone())))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let changed = answer.json();
    assert_eq!(changed["label"], "Renamed");
    assert_eq!(changed["scopes"], json!(["read:findings"]));
    assert_eq!(changed["allowed_cidrs"], json!(["203.0.113.0/24"]));
    assert_ne!(answer.header("etag"), tag);

    let before = world.everything().await;
    let again = world
        .call(patch(&path, &json!({"label": "Again"})).insert_header(("If-Match", tag)))
        .await;
    assert_eq!(again.code(), (412, "precondition_failed".to_owned()));
    assert_eq!(world.everything().await, before);

    let any = world
        .call(patch(&path, &json!({"label": "Again"})).insert_header(("If-Match", "*")))
        .await;
    assert_eq!(any.json()["label"], "Again");
}

#[actix_web::test]
async fn a_refused_part_refuses_the_whole_change() {
    let world = World::new().await;
    let key = world.key("read:findings").await;
    let before = world.everything().await;
    let change = json!({"label": "Renamed", "scopes": ["read:findings", "read:universe"]});
    let answer = world
        .call(patch(&format!("/api/v1/keys/{}", key.id), &change))
        .await;
    let expected = (422, "invalid_field".to_owned(), Some("scopes".to_owned()));
    assert_eq!(answer.outcome(), expected);
    assert_eq!(world.everything().await, before);
}

#[actix_web::test]
async fn a_revoked_key_is_refused_and_the_first_revocation_stands() {
    let world = World::new().await;
    let key = world.key("read:findings").await;
    let path = format!("/api/v1/keys/{}/revoke", key.id);
    let answer = world
        .call(post(&path, &json!({"reason": "laptop stolen"})))
        .await;
    assert_eq!(answer.status, 200);
    let revoked = answer.json();
    assert_eq!(revoked["status"], "revoked");
    assert_eq!(
        revoked["revocation"],
        json!({
            "at": "2027-01-15T08:00:00Z",
            "by": format!("key:{}", world.admin.id),
            "reason": "laptop stolen",
        })
    );
    let refused = world
        .send(presenting(get("/api/v1/self"), &key.secret))
        .await;
    assert_eq!(refused.code(), (401, "key_revoked".to_owned()));

    let again = world.call(request("POST", &path)).await;
    assert_eq!(again.json(), revoked);
    let renamed = world
        .call(patch(
            &format!("/api/v1/keys/{}", key.id),
            &json!({"label": "x"}),
        ))
        .await;
    assert_eq!(renamed.code(), (409, "wrong_status".to_owned()));
}
