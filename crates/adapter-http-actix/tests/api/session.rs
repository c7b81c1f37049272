//! Signing in and out.

mod limits;

use aiia_keys_domain::Role;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, World, from_this_origin, get, post, request, with_session};

pub(crate) fn credentials(organization: &str, email: &str, password: &str) -> Value {
    json!({"organization": organization, "email": email, "password": password})
}

async fn sign_in(world: &World, email: &str, password: &str) -> Answer {
    let body = credentials("ours", email, password);
    world
        .send(from_this_origin(post("/api/v1/session", &body)))
        .await
}

/// The pair of name and value that a browser sends back.
fn cookie(answer: &Answer) -> String {
    let header = answer.header("set-cookie");
    header.split(';').next().unwrap().to_owned()
}

#[actix_web::test]
async fn who_signs_in_is_told_who_they_are_and_what_they_may() {
    let world = World::new().await;
    let ada = world.member_with_password(Role::Auditor).await;
    let answer = sign_in(&world, &ada.email, PASSWORD).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("location"), "/api/v1/session");
    let attributes = answer.header("set-cookie").split_once(';').unwrap().1;
    assert_eq!(attributes, " Path=/; Secure; HttpOnly; SameSite=Strict");
    let expected = json!({
        "member": {
            "id": ada.id.to_string(), "email": ada.email, "name": "A member", "role": "auditor",
        },
        "organization": {"id": world.ours.to_string(), "slug": "ours", "name": "ours"},
        "may": [
            "read_keys", "read_trail", "read_policy", "read_members", "read_universe",
            "read_findings", "read_evidence",
        ],
        "created_at": "2027-01-15T08:00:00Z",
        "idle_at": "2027-01-15T08:30:00Z",
        "ends_at": "2027-01-15T20:00:00Z",
    });
    assert_eq!(answer.json(), expected);
    let token = cookie(&answer);
    assert!(!answer.body.contains(token.split_once('.').unwrap().1));

    world.clock.advance(std::time::Duration::from_mins(10));
    let own = world
        .send(with_session(get("/api/v1/session"), &token))
        .await;
    assert_eq!(own.status, 200);
    let mut later = expected;
    later["idle_at"] = "2027-01-15T08:40:00Z".into();
    assert_eq!(own.json(), later);
}

#[actix_web::test]
async fn who_signs_out_is_out_and_rid_of_the_cookie() {
    let world = World::new().await;
    let ada = world.member(Role::Owner).await;
    let out = with_session(request("DELETE", "/api/v1/session"), &ada.cookie);
    let answer = world.send(out).await;
    assert_eq!((answer.status, &*answer.body), (204, ""));
    assert_eq!(
        answer.header("set-cookie"),
        "__Host-aiia_session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"
    );
    let again = with_session(request("DELETE", "/api/v1/session"), &ada.cookie);
    let again = world.send(again).await;
    assert_eq!(again.code(), (401, "session_over".to_owned()));
}

#[actix_web::test]
async fn every_wrong_part_is_answered_alike() {
    let world = World::new().await;
    let ada = world.member_with_password(Role::Owner).await;
    let invited = world.member(Role::Owner).await;
    let theirs = world.member_of(world.theirs, Role::Owner).await;
    let mut answers = Vec::new();
    for (organization, email, password) in [
        ("ours", &*ada.email, "correct horse battery stapler"),
        ("ours", &*ada.email, "x"),
        ("ours", &*ada.email, ""),
        ("ours", "nobody@example.com", PASSWORD),
        ("nowhere", &*ada.email, PASSWORD),
        ("theirs", &*ada.email, PASSWORD),
        // Has set no password yet.
        ("ours", &*invited.email, PASSWORD),
        ("ours", &*theirs.email, PASSWORD),
    ] {
        let body = credentials(organization, email, password);
        let answer = world.send(post("/api/v1/session", &body)).await;
        assert_eq!(answer.header("set-cookie"), "");
        answers.push((answer.code(), answer.body.clone()));
    }
    let expected = (401, "wrong_credentials".to_owned());
    for (code, body) in &answers {
        assert_eq!((code, body), (&expected, &answers[0].1));
    }
}

#[actix_web::test]
async fn all_sessions_of_a_member_end_at_once() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let ada = world.member(Role::Auditor).await;
    let other = world.session(&ada).await;
    let path = format!("/api/v1/members/{}/sign-out", ada.id);
    let ended = world
        .send(with_session(request("POST", &path), &owner.cookie))
        .await;
    assert_eq!((ended.status, &*ended.body), (200, r#"{"ended":2}"#));
    for cookie in [&ada.cookie, &other] {
        let answer = world
            .send(with_session(get("/api/v1/session"), cookie))
            .await;
        assert_eq!(answer.code(), (401, "session_over".to_owned()));
    }
    let own = world
        .send(with_session(get("/api/v1/session"), &owner.cookie))
        .await;
    assert_eq!(own.status, 200);
}

#[actix_web::test]
async fn an_old_cookie_does_not_keep_anyone_from_signing_in() {
    let world = World::new().await;
    let ada = world.member_with_password(Role::Owner).await;
    let old = world.session(&ada).await;
    world.clock.advance(std::time::Duration::from_hours(13));
    let body = credentials("ours", &ada.email, PASSWORD);
    let answer = world
        .send(with_session(post("/api/v1/session", &body), &old))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_ne!(cookie(&answer), old);
}

#[actix_web::test]
async fn another_site_signs_nobody_in() {
    let world = World::new().await;
    let ada = world.member_with_password(Role::Owner).await;
    let body = credentials("ours", &ada.email, PASSWORD);
    let caused = post("/api/v1/session", &body).insert_header(("Sec-Fetch-Site", "cross-site"));
    let answer = world.send(caused).await;
    assert_eq!(answer.code(), (403, "cross_origin".to_owned()));
    assert_eq!(answer.header("set-cookie"), "");
}

#[actix_web::test]
async fn what_a_member_does_stands_in_the_trail_under_their_name() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let body = json!({"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}});
    let made = world
        .send(with_session(post("/api/v1/keys", &body), &owner.cookie))
        .await;
    assert_eq!(made.status, 201, "{}", made.body);
    let actor = format!("member:{}", owner.id);
    assert_eq!(made.json()["created_by"], Value::from(actor.clone()));
    let trail = world
        .send(with_session(get("/api/v1/trail?limit=1"), &owner.cookie))
        .await;
    assert!(trail.body.contains(&actor), "{}", trail.body);
}
