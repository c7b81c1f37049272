//! The organization over HTTP.

use serde_json::json;

use crate::support::{World, get, patch};

#[actix_web::test]
async fn the_callers_organization_is_shown_with_its_policy() {
    let world = World::new().await;
    let answer = world.call(get("/api/v1/organization")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(
        answer.json(),
        json!({
            "id": world.ours.to_string(),
            "slug": "ours",
            "name": "ours",
            "created_at": "2027-01-15T08:00:00Z",
            "suspended_at": null,
            "policy": {
                "maximum_lifetime_days": 366,
                "rotation_period_days": 90,
                "grantable_scopes": ["admin:*"],
                "maximum_active_keys": 1000,
                "allowed_cidrs_required": false,
                "rate_limit": null,
            },
        })
    );
}

#[actix_web::test]
async fn no_key_changes_the_policy() {
    let world = World::new().await;
    let before = world.everything().await;
    let body = json!({"policy": {"maximum_active_keys": 5}});
    let answer = world.call(patch("/api/v1/organization", &body)).await;
    assert_eq!(answer.code(), (403, "people_only".to_owned()));
    assert_eq!(world.everything().await, before);
}
