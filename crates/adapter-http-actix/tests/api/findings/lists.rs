//! Lists of findings and of action plans.

use serde_json::{Value, json};

use crate::support::{DAY, World, get, patch};

async fn listed(world: &World, path: &str) -> Value {
    let answer = world.call(get(path)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    let items = answer.json();
    let ids = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].clone());
    ids.collect()
}

#[actix_web::test]
async fn findings_are_an_array_that_filters_narrow() {
    let world = World::new().await;
    let older = world.subject(world.ours).await;
    world.clock.advance(DAY);
    let newer = world.subject(world.ours).await;
    let (older_id, newer_id) = (older.finding.to_string(), newer.finding.to_string());
    let critical = patch(
        &format!("/api/v1/findings/{newer_id}"),
        &json!({"severity": "critical"}),
    );
    world.call(critical).await;
    let entity = older.entity;
    for (query, expected) in [
        (String::new(), json!([newer_id, older_id])),
        ("?status=open".to_owned(), json!([newer_id, older_id])),
        ("?status=draft".to_owned(), json!([])),
        ("?severity=critical".to_owned(), json!([newer_id])),
        ("?severity=high&status=open".to_owned(), json!([older_id])),
        (format!("?entity={entity}"), json!([older_id])),
        (
            "?updated_since=2027-01-15T08:00:01Z".to_owned(),
            json!([newer_id]),
        ),
        (
            "?updated_since=2027-01-16T09:00:00%2B01:00".to_owned(),
            json!([newer_id]),
        ),
        ("?limit=1".to_owned(), json!([newer_id])),
    ] {
        let path = format!("/api/v1/findings{query}");
        assert_eq!(listed(&world, &path).await, expected, "{path}");
    }
}

#[actix_web::test]
async fn the_next_page_of_findings_is_linked_and_its_cursor_is_for_findings_only() {
    let world = World::new().await;
    let older = world.subject(world.ours).await;
    world.clock.advance(DAY);
    world.subject(world.ours).await;
    let first = world
        .call(get("/api/v1/findings?limit=1&severity=high"))
        .await;
    let link = first.header("link");
    let next = link
        .strip_prefix('<')
        .and_then(|link| link.strip_suffix(">; rel=\"next\""));
    let next = next.unwrap();
    assert_eq!(
        listed(&world, next).await,
        json!([older.finding.to_string()])
    );
    assert_eq!(world.call(get(next)).await.header("link"), "");
    let (_, cursor) = next.split_once("cursor=").unwrap();
    for list in ["entities", "action-plans", "keys"] {
        let answer = world
            .call(get(&format!("/api/v1/{list}?cursor={cursor}")))
            .await;
        let expected = (
            400,
            "invalid_parameter".to_owned(),
            Some("cursor".to_owned()),
        );
        assert_eq!(answer.outcome(), expected, "{list}");
    }
}

#[actix_web::test]
async fn action_plans_are_listed_by_finding_status_and_day() {
    let world = World::new().await;
    let one = world.subject(world.ours).await;
    world.clock.advance(DAY);
    let two = world.subject(world.ours).await;
    let (older, newer) = (one.plan.to_string(), two.plan.to_string());
    world
        .call(patch(
            &format!("/api/v1/action-plans/{newer}"),
            &json!({"status": "in_progress"}),
        ))
        .await;
    for (query, expected) in [
        (String::new(), json!([newer, older])),
        (format!("?finding={}", one.finding), json!([older])),
        ("?status=in_progress".to_owned(), json!([newer])),
        ("?status=verified".to_owned(), json!([])),
        ("?due_before=2027-06-30".to_owned(), json!([])),
        ("?due_before=2027-07-01&limit=1".to_owned(), json!([newer])),
    ] {
        let path = format!("/api/v1/action-plans{query}");
        assert_eq!(listed(&world, &path).await, expected, "{path}");
    }
}
