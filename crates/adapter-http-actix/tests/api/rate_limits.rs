//! How often a key may be used.

use std::{num::NonZeroU32, time::Duration};

use aiia_keys_domain::Role;
use serde_json::{Value, json};

use crate::support::{Answer, World, get, patch, post, presenting, with_session};

/// What an answer tells of the limit.
fn fields(answer: &Answer) -> [&str; 3] {
    ["retry-after", "ratelimit-policy", "ratelimit"].map(|name| answer.header(name))
}

fn limit(requests: u32, per: &str) -> Value {
    json!({"rate_limit": {"requests": requests, "per": per}})
}

/// Sets a key's own limit, as somebody who may.
async fn set(world: &World, id: impl std::fmt::Display, change: &Value) -> Answer {
    let path = format!("/api/v1/keys/{id}");
    let answer = world.call(patch(&path, change)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer
}

async fn set_policy(world: &World, rate_limit: Value) {
    let owner = world.member(Role::Owner).await;
    let body = json!({"policy": {"rate_limit": rate_limit}});
    let change = patch("/api/v1/organization", &body);
    let answer = world.send(with_session(change, &owner.cookie)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["policy"]["rate_limit"], rate_limit);
}

#[actix_web::test]
async fn a_key_is_refused_beyond_its_limit_and_told_when_to_come_back() {
    let world = World::new().await;
    let key = world.key("read:findings").await;
    let answer = set(&world, key.id, &limit(3, "PT1M")).await;
    assert_eq!(
        answer.json()["rate_limit"],
        json!({"requests": 3, "per": "PT1M"})
    );
    let policy = r#""requests";q=3;w=60"#;

    let call = |path: &'static str| world.send(presenting(get(path), &key.secret));
    let answer = call("/api/v1/findings").await;
    assert_eq!(
        (answer.status, fields(&answer)),
        (200, ["", policy, r#""requests";r=2;t=20"#])
    );
    // What the key may not do counts as well, and so does what a gateway asks.
    let answer = call("/api/v1/entities").await;
    assert_eq!(answer.code(), (403, "insufficient_scope".to_owned()));
    assert_eq!(fields(&answer), ["", policy, r#""requests";r=1;t=20"#]);
    let answer = call("/auth?scope=read:findings").await;
    assert_eq!(
        (answer.status, fields(&answer)),
        (204, ["", policy, r#""requests";r=0;t=20"#])
    );

    let answer = call("/api/v1/self").await;
    assert_eq!(answer.code(), (429, "rate_limited".to_owned()));
    let refused = ["20", policy, r#""requests";r=0;t=20"#];
    assert_eq!(fields(&answer), refused);
    let answer = call("/auth").await;
    assert_eq!(
        (answer.status, &*answer.body, fields(&answer)),
        (429, "", refused)
    );

    world.clock.advance(Duration::from_secs(19));
    assert_eq!(fields(&call("/auth").await)[0], "1");
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(call("/auth").await.status, 204);
    assert_eq!(call("/auth").await.status, 429);

    // Others are not concerned, and whoever finds the key can end it all the same.
    let answer = world.call(get("/api/v1/keys")).await;
    assert_eq!((answer.status, fields(&answer)), (200, ["", "", ""]));
    let end = post("/api/v1/self/revoke", &json!({}));
    assert_eq!(world.send(presenting(end, &key.secret)).await.status, 200);
}

#[actix_web::test]
async fn the_policys_limit_is_that_of_every_key_that_has_none_of_its_own() {
    let world = World::new().await;
    let (usual, own) = (
        world.key("read:findings").await,
        world.key("read:findings").await,
    );
    set(&world, own.id, &limit(600, "PT1H")).await;
    set_policy(&world, json!({"requests": 5, "per": "PT1S"})).await;
    let tell = async |secret: &str| {
        let answer = world.send(presenting(get("/auth"), secret)).await;
        answer.header("ratelimit-policy").to_owned()
    };
    assert_eq!(tell(&usual.secret).await, r#""requests";q=5;w=1"#);
    assert_eq!(tell(&own.secret).await, r#""requests";q=600;w=3600"#);
    set(&world, own.id, &json!({"rate_limit": null})).await;
    assert_eq!(tell(&own.secret).await, r#""requests";q=5;w=1"#);
    set_policy(&world, Value::Null).await;
    assert_eq!(tell(&own.secret).await, "");
}

#[actix_web::test]
async fn no_key_gives_itself_or_another_more_than_it_has() {
    let world = World::new().await;
    let limited = world.key("admin:keys read:findings").await;
    set(&world, limited.id, &limit(100, "PT1M")).await;
    let before = world.everything().await;
    let new = json!({
        "label": "New", "scopes": ["read:findings"], "expiration": {"period": "30d"},
    });
    let mut beyond = new.clone();
    beyond["rate_limit"] = limit(101, "PT1M")["rate_limit"].clone();
    let own = format!("/api/v1/keys/{}", limited.id);
    let rotate = format!(
        "/api/v1/keys/{}/rotate",
        world.key("read:findings").await.id
    );
    let before_rotation = world.everything().await;
    assert_eq!(
        before_rotation.len(),
        before.len() + 2,
        "the key and its entry"
    );
    for attempt in [
        patch(&own, &limit(101, "PT1M")),
        // The organization has no limit.
        patch(&own, &json!({"rate_limit": null})),
        post("/api/v1/keys", &new),
        post("/api/v1/keys", &beyond),
        post(&rotate, &json!({})),
    ] {
        let answer = world.send(presenting(attempt, &limited.secret)).await;
        let expected = (
            403,
            "rate_not_held".to_owned(),
            Some("rate_limit".to_owned()),
        );
        assert_eq!(answer.outcome(), expected);
    }
    assert_eq!(world.everything().await, before_rotation);

    let mut within = new;
    within["rate_limit"] = limit(100, "PT1M")["rate_limit"].clone();
    let answer = world
        .send(presenting(post("/api/v1/keys", &within), &limited.secret))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.json()["rate_limit"], within["rate_limit"]);
}

#[actix_web::test]
async fn nodes_share_a_limit_and_a_refusal_is_counted_with_its_reason() {
    let world = World::new().await;
    let key = world.key("read:findings").await;
    set(&world, key.id, &limit(6, "PT1M")).await;
    let verifier = &world.verifier;
    verifier.counted_nodes(3);
    assert_eq!(verifier.nodes(), NonZeroU32::new(3).unwrap());
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let answer = world.send(presenting(get("/auth"), &key.secret)).await;
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [204, 204, 429]);
    world.flush().await;
    let usage = world
        .call(get(&format!("/api/v1/keys/{}/usage", key.id)))
        .await;
    let denials = usage.json()["denials"].clone();
    assert_eq!(denials[0]["reason"], "rate_limited", "{denials}");
    assert_eq!(denials[0]["count"], 1);
}
