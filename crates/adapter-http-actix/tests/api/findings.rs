//! The life of a finding over HTTP.

mod lists;
mod plans;

use serde_json::{Value, json};

use crate::support::{Answer, World, get, patch, post};

fn new_finding(entity: &str) -> Value {
    json!({
        "entity": entity,
        "title": "Payments are released by one person",
        "description": "Two of 40 payments had one signature.\nCriteria: four eyes.",
        "severity": "high",
        "raised_on": "2027-01-14",
    })
}

/// A draft, and where it is found.
async fn draft(world: &World) -> (Answer, String) {
    let entity = world.entity(world.ours, None).await.to_string();
    let answer = world
        .call(post("/api/v1/findings", &new_finding(&entity)))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let location = answer.header("location").to_owned();
    (answer, location)
}

#[actix_web::test]
async fn a_finding_is_written_down_as_a_draft_and_read_back() {
    let world = World::new().await;
    let (answer, location) = draft(&world).await;
    assert_eq!(answer.header("etag"), "\"1\"");
    let mut shown = answer.json();
    assert_eq!(
        location,
        format!("/api/v1/findings/{}", shown["id"].as_str().unwrap())
    );
    let read = world.call(get(&location)).await;
    assert_eq!((read.status, read.header("etag")), (200, "\"1\""));
    let mut with_recommendations = shown.clone();
    with_recommendations["recommendations"] = json!([]);
    assert_eq!(read.json(), with_recommendations);
    shown["id"].take();
    shown["entity"].take();
    let expected = json!({
        "id": null,
        "entity": null,
        "title": "Payments are released by one person",
        "description": "Two of 40 payments had one signature.\nCriteria: four eyes.",
        "severity": "high",
        "status": "draft",
        "raised_on": "2027-01-14",
        "issued_at": null,
        "closed_at": null,
        "created_at": "2027-01-15T08:00:00Z",
        "created_by": format!("key:{}", world.admin.id),
        "updated_at": "2027-01-15T08:00:00Z",
    });
    assert_eq!(shown, expected);
}

#[actix_web::test]
async fn a_finding_can_be_issued_at_once_and_is_raised_today_unless_said() {
    let world = World::new().await;
    let entity = world.entity(world.ours, None).await.to_string();
    let mut body = new_finding(&entity);
    body["issued"] = true.into();
    body.as_object_mut().unwrap().remove("raised_on");
    let shown = world.call(post("/api/v1/findings", &body)).await.json();
    let seen = (&shown["status"], &shown["issued_at"], &shown["raised_on"]);
    let (open, now, today) = (
        json!("open"),
        json!("2027-01-15T08:00:00Z"),
        json!("2027-01-15"),
    );
    assert_eq!(seen, (&open, &now, &today));
}

#[actix_web::test]
async fn recommendations_are_read_with_their_finding_oldest_first() {
    let world = World::new().await;
    let (_, location) = draft(&world).await;
    let recommendations = format!("{location}/recommendations");
    for text in ["Let two people release.", "Review the log monthly."] {
        let answer = world
            .call(post(&recommendations, &json!({ "text": text })))
            .await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (201, &*location)
        );
        assert_eq!(answer.json()["text"], text);
        assert_eq!(
            answer.json()["created_by"],
            format!("key:{}", world.admin.id)
        );
        world.clock.advance(std::time::Duration::from_secs(1));
    }
    let read = world.call(get(&location)).await.json();
    let texts: Vec<_> = read["recommendations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["text"])
        .collect();
    assert_eq!(
        texts,
        ["Let two people release.", "Review the log monthly."]
    );
}

#[actix_web::test]
async fn a_finding_goes_all_the_way_to_closed_and_back() {
    let world = World::new().await;
    let (_, location) = draft(&world).await;
    let status = async |status: &str| {
        world
            .call(patch(&location, &json!({ "status": status })))
            .await
    };
    let refused = |answer: &Answer| {
        assert_eq!(
            answer.outcome(),
            (409, "wrong_status".to_owned(), Some("status".to_owned()))
        );
        answer.json()["detail"].as_str().unwrap().to_owned()
    };
    refused(&status("closed").await);
    assert_eq!(status("open").await.json()["status"], "open");
    let detail = refused(&status("in_remediation").await);
    assert!(detail.contains("no action plan"), "{detail}");
    let plan =
        json!({"description": "A second release.", "owner": "Treasury", "due_on": "2027-03-31"});
    let plan = world
        .call(post(&format!("{location}/action-plans"), &plan))
        .await;
    let plan = plan.header("location").to_owned();
    assert_eq!(status("in_remediation").await.status, 200);
    let detail = refused(&status("closed").await);
    assert!(
        detail.contains("1 of the finding's action plans are not verified"),
        "{detail}"
    );
    for step in ["in_progress", "implemented", "verified"] {
        assert_eq!(
            world
                .call(patch(&plan, &json!({ "status": step })))
                .await
                .status,
            200
        );
    }
    let closed = status("closed").await;
    assert_eq!(closed.json()["closed_at"], "2027-01-15T08:00:00Z");
    let late = world
        .call(patch(&location, &json!({"title": "Another"})))
        .await;
    assert_eq!(late.outcome(), (409, "wrong_status".to_owned(), None));
    let late = world
        .call(post(
            &format!("{location}/recommendations"),
            &json!({"text": "Late"}),
        ))
        .await;
    assert_eq!(late.code(), (409, "wrong_status".to_owned()));
    let reopened = status("in_remediation").await;
    assert_eq!(reopened.json()["closed_at"], Value::Null);
    assert_eq!(reopened.header("etag"), "\"5\"");
}

#[actix_web::test]
async fn a_change_is_all_or_nothing_and_the_entity_stays_once_it_is_issued() {
    let world = World::new().await;
    let (_, location) = draft(&world).await;
    let entity = world.entity(world.ours, None).await.to_string();
    let body =
        json!({"title": "Another title", "entity": entity, "severity": "low", "status": "open"});
    let changed = world.call(patch(&location, &body)).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let shown = changed.json();
    assert_eq!(
        [
            &shown["title"],
            &shown["entity"],
            &shown["severity"],
            &shown["status"]
        ],
        [
            &body["title"],
            &body["entity"],
            &body["severity"],
            &body["status"]
        ]
    );
    let other = world.entity(world.ours, None).await.to_string();
    let body = json!({"title": "A third title", "entity": other});
    let refused = world.call(patch(&location, &body)).await;
    let expected = (409, "wrong_status".to_owned(), Some("entity".to_owned()));
    assert_eq!(refused.outcome(), expected);
    let read = world.call(get(&location)).await;
    assert_eq!(
        (read.header("etag"), &read.json()["title"]),
        ("\"2\"", &json!("Another title"))
    );
}

#[actix_web::test]
async fn a_change_of_another_version_than_the_present_one_is_refused() {
    let world = World::new().await;
    let (_, location) = draft(&world).await;
    let change = |title: &str| patch(&location, &json!({ "title": title }));
    let first = world
        .call(change("First").insert_header(("If-Match", "\"1\"")))
        .await;
    assert_eq!((first.status, first.header("etag")), (200, "\"2\""));
    let second = world
        .call(change("Second").insert_header(("If-Match", "\"1\"")))
        .await;
    let expected = (
        412,
        "precondition_failed".to_owned(),
        Some("If-Match".to_owned()),
    );
    assert_eq!(second.outcome(), expected);
    assert_eq!(world.call(get(&location)).await.json()["title"], "First");
}

#[actix_web::test]
async fn what_another_tenant_has_cannot_be_named() {
    let world = World::new().await;
    let foreign = world.subject(world.theirs).await;
    let own = world.subject(world.ours).await;
    let before = world.everything().await;
    let entity = foreign.entity.to_string();
    let created = world
        .call(post("/api/v1/findings", &new_finding(&entity)))
        .await;
    let (_, absent) = (0, new_finding("018bcfe5-687b-7102-8304-05060708090a"));
    let absent = world.call(post("/api/v1/findings", &absent)).await;
    assert_eq!((created.status, &created.body), (422, &absent.body));
    assert_eq!(created.outcome().2.as_deref(), Some("entity"));
    let moved = json!({ "entity": entity });
    let moved = world
        .call(patch(&format!("/api/v1/findings/{}", own.finding), &moved))
        .await;
    assert_eq!(moved.code().0, 422);
    assert_eq!(world.everything().await, before);
}
