//! Invitations: from the token to a password of one's own.

use std::{num::NonZeroU32, time::Duration};

use aiia_keys_domain::{Allowance, Role};
use aiia_keys_http_actix::{AttemptLimits, Options};
use serde_json::json;

use super::{add, call};
use crate::support::{Answer, DAY, PASSWORD, World, get, post, request};

/// Adds Grace, and gives her token.
async fn invited(world: &World) -> String {
    let owner = world.member(Role::Owner).await;
    let added = add(world, &owner, "grace@example.com", "auditor")
        .await
        .json();
    added["invitation"]["token"].as_str().unwrap().to_owned()
}

async fn accept(world: &World, organization: &str, token: &str) -> Answer {
    let body = json!({"organization": organization, "token": token, "password": PASSWORD});
    world.send(post("/api/v1/invitation/accept", &body)).await
}

async fn sign_in(world: &World) -> Answer {
    let body = json!({"organization": "ours", "email": "grace@example.com", "password": PASSWORD});
    world.send(post("/api/v1/session", &body)).await
}

#[actix_web::test]
async fn an_invitation_sets_a_password_once() {
    let world = World::new().await;
    let token = invited(&world).await;
    assert_eq!(sign_in(&world).await.status, 401);
    let accepted = accept(&world, "ours", &token).await;
    assert_eq!(accepted.status, 200, "{}", accepted.body);
    assert_eq!(accepted.json()["email"], "grace@example.com");
    assert_eq!(accepted.header("set-cookie"), "");
    assert_eq!(sign_in(&world).await.status, 201);
    let again = accept(&world, &world.ours.to_string(), &token).await;
    assert_eq!(again.code(), (410, "invitation_over".to_owned()));
}

#[actix_web::test]
async fn an_organization_is_named_by_its_id_as_well() {
    let world = World::new().await;
    let token = invited(&world).await;
    let accepted = accept(&world, &world.ours.to_string(), &token).await;
    assert_eq!(accepted.status, 200, "{}", accepted.body);
}

#[actix_web::test]
async fn an_invitation_ends_after_seven_days() {
    let world = World::new().await;
    let token = invited(&world).await;
    world.clock.advance(DAY * 7);
    let late = accept(&world, "ours", &token).await;
    assert_eq!(late.code(), (410, "invitation_over".to_owned()));
    assert_eq!(sign_in(&world).await.status, 401);
}

#[actix_web::test]
async fn a_token_that_is_not_of_this_organization_finds_nothing() {
    let world = World::new().await;
    let token = invited(&world).await;
    let absent = "018bcfe5-687b-7102-8304-05060708090a";
    let other = "0".repeat(64);
    let mut answers = Vec::new();
    for (organization, token) in [
        ("theirs", &*token),
        (&*world.theirs.to_string(), &token),
        ("nowhere", &token),
        (absent, &token),
        ("ours", &other),
        ("ours", "x"),
    ] {
        let answer = accept(&world, organization, token).await;
        assert_eq!(answer.code(), (404, "not_found".to_owned()));
        answers.push(answer.body);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "all are answered alike: {answers:?}");
}

#[actix_web::test]
async fn a_new_invitation_replaces_the_earlier_one_and_ends_sessions_when_accepted() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let ada = world.member_with_password(Role::Auditor).await;
    let path = format!("/api/v1/members/{}/invite", ada.id);
    let first = call(&world, &owner, request("POST", &path)).await;
    let second = call(&world, &owner, request("POST", &path)).await;
    assert_eq!((first.status, second.status), (201, 201));
    let token = |answer: &Answer| {
        let view = answer.json();
        view["invitation"]["token"].as_str().unwrap().to_owned()
    };
    let replaced = accept(&world, "ours", &token(&first)).await;
    assert_eq!(replaced.code(), (404, "not_found".to_owned()));
    let session = world.session(&ada).await;
    let accepted = accept(&world, "ours", &token(&second)).await;
    assert_eq!(accepted.status, 200, "{}", accepted.body);
    let own = crate::support::with_session(get("/api/v1/session"), &session);
    let over = world.send(own).await;
    assert_eq!(over.code(), (401, "session_over".to_owned()));
}

#[actix_web::test]
async fn guesses_at_tokens_are_limited_by_where_they_come_from() {
    let source = Allowance::new(NonZeroU32::MIN, Duration::from_secs(5)).unwrap();
    let attempts = AttemptLimits {
        source,
        ..AttemptLimits::default()
    };
    let world = World::with(Options {
        attempts,
        ..Options::default()
    })
    .await;
    let token = invited(&world).await;
    assert_eq!(accept(&world, "ours", &"0".repeat(64)).await.status, 404);
    let limited = accept(&world, "ours", &token).await;
    assert_eq!(limited.code(), (429, "too_many_attempts".to_owned()));
    assert_eq!(limited.header("retry-after"), "5");
    world.clock.advance(Duration::from_secs(5));
    assert_eq!(accept(&world, "ours", &token).await.status, 200);
}

#[actix_web::test]
async fn another_site_accepts_nothing() {
    let world = World::new().await;
    let token = invited(&world).await;
    let before = world.everything().await;
    let body = json!({"organization": "ours", "token": token, "password": PASSWORD});
    let caused =
        post("/api/v1/invitation/accept", &body).insert_header(("Sec-Fetch-Site", "cross-site"));
    let answer = world.send(caused).await;
    assert_eq!(answer.code(), (403, "cross_origin".to_owned()));
    assert_eq!(world.everything().await, before);
}
