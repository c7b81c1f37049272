//! Keeping the universe as a register tells it, over HTTP.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::support::{Answer, World, get, presenting, request};

const PATH: &str = "/api/v1/sync/organization";

fn csv(path: &str, rows: &str) -> TestRequest {
    request("PUT", path)
        .insert_header(("Content-Type", "text/csv; charset=utf-8"))
        .set_payload(format!("code,kind,name,parent\n{rows}"))
}

async fn put(world: &World, rows: &str) -> Answer {
    world.call(csv(PATH, rows)).await
}

fn counts(report: &Value) -> [u64; 5] {
    ["added", "changed", "restored", "retired", "unchanged"].map(|part| {
        let counted = &report[part];
        counted["count"].as_u64().or(counted.as_u64()).unwrap()
    })
}

const FIRST: &str = "GRP,legal_entity,Group,\nFIN,organizational_unit,\"Finance, Tax\",GRP\n";
const SECOND: &str = "GRP,legal_entity,Group,\nIT,organizational_unit,IT,GRP\n";

#[actix_web::test]
async fn a_register_in_csv_becomes_the_universe() {
    let world = World::new().await;
    let answer = put(&world, FIRST).await;
    let expected = json!({
        "added": {"count": 2, "codes": ["FIN", "GRP"]},
        "changed": {"count": 0, "codes": []},
        "restored": {"count": 0, "codes": []},
        "retired": {"count": 0, "codes": []},
        "unchanged": 0,
        "dry_run": false,
    });
    assert_eq!((answer.status, answer.json()), (200, expected));
    let tree = world.call(get("/api/v1/hierarchy")).await.json();
    assert_eq!(tree[0]["code"], "GRP");
    assert_eq!(tree[0]["children"][0]["name"], "Finance, Tax");
    let again = put(&world, FIRST).await.json();
    assert_eq!(counts(&again), [0, 0, 0, 0, 2]);
}

#[actix_web::test]
async fn json_says_the_same_as_csv() {
    let world = World::new().await;
    put(&world, FIRST).await;
    let body = json!({"entities": [
        {"code": "FIN", "kind": "organizational_unit", "name": "Finance, Tax", "parent": "GRP"},
        {"code": "GRP", "kind": "legal_entity", "name": "Group"},
    ]});
    let answer = world.call(request("PUT", PATH).set_json(body)).await;
    assert_eq!(counts(&answer.json()), [0, 0, 0, 0, 2]);
}

#[actix_web::test]
async fn a_dry_run_tells_what_would_change_and_changes_nothing() {
    let world = World::new().await;
    put(&world, FIRST).await;
    let before = world.everything().await;
    let path = format!("{PATH}?dry_run=true");
    let report = world.call(csv(&path, SECOND)).await.json();
    assert_eq!(
        (counts(&report), &report["dry_run"]),
        ([1, 0, 0, 1, 1], &json!(true))
    );
    assert_eq!(world.everything().await, before);
    let report = put(&world, SECOND).await.json();
    assert_eq!(
        (counts(&report), &report["dry_run"]),
        ([1, 0, 0, 1, 1], &json!(false))
    );
}

#[actix_web::test]
async fn what_is_retired_leaves_the_lists_and_its_findings_stay() {
    let world = World::new().await;
    let subject = world.subject(world.ours).await;
    let report = put(&world, FIRST).await.json();
    assert_eq!(counts(&report), [2, 0, 0, 1, 0]);
    let listed = world.call(get("/api/v1/entities")).await.json();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let retired = world
        .call(get("/api/v1/entities?retired=true"))
        .await
        .json();
    assert_eq!(retired[0]["id"], subject.entity.to_string());
    let entity = world
        .call(get(&format!("/api/v1/entities/{}", subject.entity)))
        .await;
    assert_eq!(entity.json()["retired_at"], "2027-01-15T08:00:00Z");
    let finding = world
        .call(get(&format!("/api/v1/findings/{}", subject.finding)))
        .await;
    assert_eq!(
        (finding.status, &finding.json()["entity"]),
        (200, &retired[0]["id"])
    );
    let late = json!({
        "entity": subject.entity.to_string(), "title": "Late", "description": "x", "severity": "low",
    });
    let refused = world
        .call(crate::support::post("/api/v1/findings", &late))
        .await;
    let expected = (422, "invalid_field".to_owned(), Some("entity".to_owned()));
    assert_eq!(refused.outcome(), expected);
}

#[actix_web::test]
async fn the_trail_tells_who_synchronized_and_how_much_changed() {
    let world = World::new().await;
    put(&world, FIRST).await;
    let trail = world
        .call(get("/api/v1/trail?action=universe.synchronized"))
        .await;
    let entry = &trail.json()[0];
    assert_eq!(entry["actor"], format!("key:{}", world.admin.id));
    assert_eq!(entry["request_id"], "test");
    let details = json!({
        "added": "2", "changed": "0", "restored": "0", "retired": "0", "unchanged": "0",
    });
    assert_eq!(
        (&entry["subject"], &entry["details"]),
        (&json!("organization"), &details)
    );
}

#[actix_web::test]
async fn every_row_at_fault_is_told_and_nothing_of_the_others_is_done() {
    let world = World::new().await;
    put(&world, FIRST).await;
    let before = world.everything().await;
    let answer = put(
        &world,
        "GRP,legal_entity,Group,\nFIN,unit,Finance,GRP\nIT,system,,XX\n",
    )
    .await;
    let expected = (422, "invalid_field".to_owned(), Some("kind".to_owned()));
    assert_eq!(answer.outcome(), expected);
    let told: Vec<_> = answer.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (
                error["line"].as_u64(),
                error["field"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [(Some(3), "kind".to_owned()), (Some(4), "name".to_owned())]
    );
    let body = json!({"entities": [
        {"code": "A", "kind": "process", "name": "A", "parent": "B"},
        {"code": "B", "kind": "process", "name": "B", "parent": "A"},
    ]});
    let answer = world.call(request("PUT", PATH).set_json(body)).await;
    assert_eq!(answer.outcome().2.as_deref(), Some("entities[0].parent"));
    assert_eq!(answer.json()["errors"][1]["field"], "entities[1].parent");
    assert_eq!(world.everything().await, before);
}

#[actix_web::test]
async fn the_other_tenant_keeps_its_universe() {
    let world = World::new().await;
    let theirs = world.key_of(world.theirs, "admin:*").await;
    let read = || presenting(get("/api/v1/hierarchy"), &theirs.secret);
    world
        .send(presenting(csv(PATH, FIRST), &theirs.secret))
        .await;
    let before = world.send(read()).await.body;
    put(&world, SECOND).await;
    assert_eq!(world.send(read()).await.body, before);
}

#[actix_web::test]
async fn what_is_longer_than_is_read_is_refused() {
    let world = World::new().await;
    let announced = csv(PATH, FIRST).insert_header(("Content-Length", "33554433"));
    let answer = world.call(announced).await;
    assert_eq!(answer.code(), (413, "content_too_large".to_owned()));
    let endless = "x".repeat(33_554_433);
    let answer = world.call(csv(PATH, FIRST).set_payload(endless)).await;
    assert_eq!(answer.code().0, 413);
}
