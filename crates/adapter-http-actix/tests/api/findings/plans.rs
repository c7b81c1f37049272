//! Action plans and their logs over HTTP.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{DAY, Subject, World, get, patch, post};

async fn planned() -> (World, Subject, String) {
    let world = World::new().await;
    let subject = world.subject(world.ours).await;
    let plan = format!("/api/v1/action-plans/{}", subject.plan);
    (world, subject, plan)
}

#[actix_web::test]
async fn a_plan_follows_a_recommendation_of_its_finding() {
    let (world, subject, _) = planned().await;
    let finding = format!("/api/v1/findings/{}", subject.finding);
    let text = json!({"text": "Let two people release."});
    let recommendation = world
        .call(post(&format!("{finding}/recommendations"), &text))
        .await;
    let recommendation = recommendation.json()["id"].clone();
    let body = json!({
        "recommendation": recommendation,
        "description": "A second release.",
        "owner": "Head of Treasury",
        "due_on": "2027-03-31",
    });
    let answer = world
        .call(post(&format!("{finding}/action-plans"), &body))
        .await;
    assert_eq!((answer.status, answer.header("etag")), (201, "\"1\""));
    let read = world.call(get(answer.header("location"))).await;
    assert_eq!(read.body, answer.body);
    let mut shown = read.json();
    shown["id"].take();
    let expected = json!({
        "id": null,
        "finding": subject.finding.to_string(),
        "recommendation": recommendation,
        "description": "A second release.",
        "owner": "Head of Treasury",
        "due_on": "2027-03-31",
        "status": "planned",
        "overdue": false,
        "created_at": "2027-01-15T08:00:00Z",
        "updated_at": "2027-01-15T08:00:00Z",
    });
    assert_eq!(shown, expected);

    let other = world.subject(world.ours).await;
    let elsewhere = format!("/api/v1/findings/{}/action-plans", other.finding);
    let refused = world.call(post(&elsewhere, &body)).await;
    let expected = (
        422,
        "invalid_field".to_owned(),
        Some("recommendation".to_owned()),
    );
    assert_eq!(refused.outcome(), expected);
}

#[actix_web::test]
async fn every_move_lands_in_the_log_with_who_when_and_why() {
    let (world, _, plan) = planned().await;
    let moves = [
        json!({"status": "in_progress"}),
        json!({"status": "planned", "note": "The budget was not approved."}),
        json!({"status": "in_progress", "note": "Approved now."}),
    ];
    for body in &moves {
        world.clock.advance(Duration::from_mins(1));
        let answer = world.call(patch(&plan, body)).await;
        assert_eq!(
            (answer.status, &answer.json()["status"]),
            (200, &body["status"])
        );
    }
    let log = world.call(get(&format!("{plan}/log"))).await.json();
    let by = format!("key:{}", world.admin.id);
    let entry = |sequence: u32, at: &str, by: &str, from: Value, to: &str, note: Value| json!({"sequence": sequence, "at": at, "by": by, "from": from, "to": to, "note": note});
    let expected = json!([
        entry(
            1,
            "2027-01-15T08:00:00Z",
            "operator",
            Value::Null,
            "planned",
            Value::Null
        ),
        entry(
            2,
            "2027-01-15T08:01:00Z",
            &by,
            json!("planned"),
            "in_progress",
            Value::Null
        ),
        entry(
            3,
            "2027-01-15T08:02:00Z",
            &by,
            json!("in_progress"),
            "planned",
            json!("The budget was not approved.")
        ),
        entry(
            4,
            "2027-01-15T08:03:00Z",
            &by,
            json!("planned"),
            "in_progress",
            json!("Approved now.")
        ),
    ]);
    assert_eq!(log, expected);
}

#[actix_web::test]
async fn pages_of_a_log_are_linked() {
    let (world, _, plan) = planned().await;
    for step in ["in_progress", "implemented"] {
        world.call(patch(&plan, &json!({ "status": step }))).await;
    }
    let first = world.call(get(&format!("{plan}/log?limit=2"))).await;
    assert_eq!(first.json().as_array().unwrap().len(), 2);
    let link = first.header("link");
    let next = link
        .strip_prefix('<')
        .and_then(|link| link.strip_suffix(">; rel=\"next\""));
    let last = world.call(get(next.unwrap())).await;
    assert_eq!(
        (&last.json()[0]["sequence"], last.header("link")),
        (&json!(3), "")
    );
}

#[actix_web::test]
async fn a_plan_goes_one_step_at_a_time_and_back_only_with_a_note() {
    let (world, _, plan) = planned().await;
    let go = async |body: Value| world.call(patch(&plan, &body)).await.outcome();
    let wrong = (409, "wrong_status".to_owned(), Some("status".to_owned()));
    for status in ["planned", "implemented", "verified"] {
        assert_eq!(go(json!({ "status": status })).await, wrong, "{status}");
    }
    assert_eq!(go(json!({"status": "in_progress"})).await.0, 200);
    let unexplained = (422, "invalid_field".to_owned(), Some("note".to_owned()));
    assert_eq!(go(json!({"status": "planned"})).await, unexplained);
    let log = world.call(get(&format!("{plan}/log"))).await.json();
    assert_eq!(
        log.as_array().unwrap().len(),
        2,
        "nothing refused is logged"
    );
}

#[actix_web::test]
async fn a_move_of_another_version_than_the_present_one_is_refused() {
    let (world, _, plan) = planned().await;
    let step = |status: &str| {
        patch(&plan, &json!({ "status": status })).insert_header(("If-Match", "\"1\""))
    };
    assert_eq!(
        world.call(step("in_progress")).await.header("etag"),
        "\"2\""
    );
    let stale = world.call(step("implemented")).await;
    let expected = (
        412,
        "precondition_failed".to_owned(),
        Some("If-Match".to_owned()),
    );
    assert_eq!(stale.outcome(), expected);
}

#[actix_web::test]
async fn a_plan_that_is_not_implemented_in_time_is_overdue() {
    let (world, _, plan) = planned().await;
    // Long enough after its last day, 2027-06-30, and within the life of a key.
    world.clock.advance(DAY * 167);
    let admin = world.key("admin:*").await;
    let request = crate::support::presenting(get(&plan), &admin.secret);
    assert_eq!(world.send(request).await.json()["overdue"], true);
}
