//! The audit trail over HTTP.

use serde_json::{Value, json};

use crate::support::{DAY, World, get, post};

async fn entries(world: &World, query: &str) -> Vec<Value> {
    let answer = world.call(get(&format!("/api/v1/trail{query}"))).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json().as_array().unwrap().clone()
}

#[actix_web::test]
async fn what_is_done_over_http_stands_in_the_trail_with_its_request() {
    let world = World::new().await;
    let key = world.key("read:findings").await;
    world.clock.advance(DAY);
    let path = format!("/api/v1/keys/{}/revoke", key.id);
    world
        .call(post(&path, &json!({"reason": "laptop stolen"})))
        .await;

    let all = entries(&world, "").await;
    let actions: Vec<_> = all
        .iter()
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        actions,
        [
            "key.revoked",
            "key.generated",
            "key.generated",
            "organization.founded"
        ]
    );
    let newest = &all[0];
    assert_eq!(newest["sequence"], 4);
    assert_eq!(newest["at"], "2027-01-16T08:00:00Z");
    assert_eq!(newest["actor"], format!("key:{}", world.admin.id));
    assert_eq!(newest["subject"], format!("key:{}", key.id));
    assert_eq!(newest["request_id"], "test");
    assert_eq!(newest["details"]["reason"], "laptop stolen");
    assert_eq!(newest["previous"], all[1]["hash"]);

    let count = async |query: &str| entries(&world, query).await.len();
    assert_eq!(count(&format!("?key={}", key.id)).await, 2);
    assert_eq!(count("?action=key.generated").await, 2);
    assert_eq!(count("?actor=operator").await, 3);
    assert_eq!(count("?from=2027-01-16T08:00:00Z").await, 1);
    assert_eq!(count("?until=2027-01-16T08:00:00Z").await, 3);
}

#[actix_web::test]
async fn its_pages_follow_each_other() {
    let world = World::new().await;
    for _ in 0..4 {
        world.key("read:findings").await;
    }
    let mut sequences = Vec::new();
    let mut address = Some("/api/v1/trail?limit=4".to_owned());
    while let Some(path) = address {
        let page = world.call(get(&path)).await;
        let entries = page.json();
        sequences.extend(
            entries
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| entry["sequence"].as_u64().unwrap()),
        );
        let link = page.header("link");
        address = link
            .strip_prefix('<')
            .and_then(|link| link.strip_suffix(">; rel=\"next\""))
            .map(str::to_owned);
    }
    assert_eq!(sequences, [6, 5, 4, 3, 2, 1]);
}

#[actix_web::test]
async fn a_cursor_of_another_list_is_refused() {
    let world = World::new().await;
    world.key("read:findings").await;
    let page = world.call(get("/api/v1/keys?limit=1")).await;
    let cursor = page.header("link").split("cursor=").nth(1).unwrap();
    let cursor = cursor.split('>').next().unwrap();
    let answer = world
        .call(get(&format!("/api/v1/trail?cursor={cursor}")))
        .await;
    let expected = (
        400,
        "invalid_parameter".to_owned(),
        Some("cursor".to_owned()),
    );
    assert_eq!(answer.outcome(), expected);
}
