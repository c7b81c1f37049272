//! What can be audited, as programs read it.

use serde_json::{Value, json};

use crate::support::{World, get};

#[actix_web::test]
async fn an_entity_is_shown_with_its_place() {
    let world = World::new().await;
    let top = world.entity(world.ours, None).await;
    let below = world.entity(world.ours, Some(top)).await;
    let answer = world.call(get(&format!("/api/v1/entities/{below}"))).await;
    assert_eq!((answer.status, answer.header("etag")), (200, "\"1\""));
    let code = format!("P-{}", below.as_uuid().simple());
    let expected = json!({
        "id": below.to_string(),
        "code": code,
        "kind": "process",
        "name": "Payment release",
        "parent": top.to_string(),
        "level": 1,
        "created_at": "2027-01-15T08:00:00Z",
        "updated_at": "2027-01-15T08:00:00Z",
        "retired_at": null,
    });
    assert_eq!(answer.json(), expected);
    let answer = world.call(get(&format!("/api/v1/entities/{top}"))).await;
    assert_eq!(answer.json()["parent"], Value::Null);
}

#[actix_web::test]
async fn entities_are_listed_by_kind_and_by_parent() {
    let world = World::new().await;
    let top = world.entity(world.ours, None).await;
    let below = world.entity(world.ours, Some(top)).await;
    for (query, expected) in [
        (format!("parent={top}"), json!([below.to_string()])),
        (format!("parent={below}"), json!([])),
        (
            format!("parent={top}&kind=process"),
            json!([below.to_string()]),
        ),
        ("kind=system".to_owned(), json!([])),
    ] {
        let answer = world.call(get(&format!("/api/v1/entities?{query}"))).await;
        assert_eq!(ids(&answer.json()), expected, "{query}");
    }
}

#[actix_web::test]
async fn pages_of_entities_are_linked_and_leave_nothing_out() {
    let world = World::new().await;
    let mut all = Vec::new();
    for _ in 0..5 {
        all.push(Value::from(
            world.entity(world.ours, None).await.to_string(),
        ));
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/entities?limit=2&kind=process".to_owned();
    loop {
        let answer = world.call(get(&path)).await;
        seen.extend(ids(&answer.json()).as_array().unwrap().clone());
        let link = answer.header("link");
        let Some(next) = link.strip_suffix(">; rel=\"next\"") else {
            assert_eq!(link, "");
            break;
        };
        path = next.trim_start_matches('<').to_owned();
        assert!(
            path.contains("kind=process") && path.contains("limit=2"),
            "{path}"
        );
    }
    all.sort_by_key(ToString::to_string);
    seen.sort_by_key(ToString::to_string);
    assert_eq!(seen, all);
}

#[actix_web::test]
async fn the_hierarchy_is_nested_and_can_be_cut() {
    let world = World::new().await;
    let top = world.entity(world.ours, None).await;
    let mut below = [
        world.entity(world.ours, Some(top)).await,
        world.entity(world.ours, Some(top)).await,
    ];
    let deepest = world.entity(world.ours, Some(below[0])).await;
    let other = world.entity(world.ours, None).await;
    let branch = |id: aiia_keys_assurance::EntityId, children: Value| {
        json!({
            "id": id.to_string(),
            "code": format!("P-{}", id.as_uuid().simple()),
            "kind": "process",
            "name": "Payment release",
            "children": children,
        })
    };
    // Siblings go by code, and codes here are ids.
    let parent = below[0];
    below.sort();
    let leaf = |id| {
        branch(
            id,
            if id == parent {
                json!([branch(deepest, json!([]))])
            } else {
                json!([])
            },
        )
    };
    let tree = branch(top, json!([leaf(below[0]), leaf(below[1])]));
    let answer = world
        .call(get(&format!("/api/v1/hierarchy?root={top}")))
        .await;
    assert_eq!(answer.json(), json!([tree]));

    let mut universe = [tree, branch(other, json!([]))];
    universe.sort_by_key(|top| top["code"].to_string());
    let answer = world.call(get("/api/v1/hierarchy")).await;
    assert_eq!(answer.json(), json!(universe));

    let cut = format!("/api/v1/hierarchy?root={top}&depth=0");
    let answer = world.call(get(&cut)).await;
    assert_eq!(answer.json(), json!([branch(top, json!([]))]));
    let absent = "/api/v1/hierarchy?root=018bcfe5-687b-7102-8304-05060708090a";
    let answer = world.call(get(absent)).await;
    assert_eq!(answer.code(), (404, "not_found".to_owned()));
}

#[actix_web::test]
async fn without_entities_the_hierarchy_is_empty() {
    let world = World::new().await;
    let answer = world.call(get("/api/v1/hierarchy")).await;
    assert_eq!((answer.status, &*answer.body), (200, "[]"));
}

fn ids(list: &Value) -> Value {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one["id"].clone()).collect()
}
