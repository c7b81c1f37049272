//! The first start: from the link on the console to an owner who is signed in.

mod page;

use std::{num::NonZeroU32, time::Duration};

use aiia_keys_domain::{Allowance, OrganizationId};
use aiia_keys_http_actix::{AttemptLimits, Options};
use aiia_keys_usecases::setup;
use serde_json::{Value, json};

use crate::support::{Answer, DAY, PASSWORD, World, get, post, with_session};

fn body(token: &str, slug: &str) -> Value {
    json!({
        "token": token,
        "organization": {"slug": slug, "name": "First Audit"},
        "owner": {"email": "ada@example.com", "name": "Ada", "password": PASSWORD},
    })
}

async fn set_up(world: &World, token: &str, slug: &str) -> Answer {
    world.send(post("/api/v1/setup", &body(token, slug))).await
}

#[actix_web::test]
async fn the_link_founds_an_organization_whose_owner_is_signed_in() {
    let world = World::new().await;
    let token = world.not_set_up().await;
    let answer = set_up(&world, &token, "first-audit").await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    let session = answer.json();
    assert_eq!(session["organization"]["slug"], "first-audit");
    assert_eq!(session["member"]["email"], "ada@example.com");
    assert_eq!(session["member"]["role"], "owner");
    let cookie = answer.header("set-cookie").split(';').next().unwrap();
    let own = with_session(get("/api/v1/session"), cookie);
    assert_eq!(world.send(own).await.json(), session);
    let trail = with_session(get("/api/v1/trail"), cookie);
    let trail = world.send(trail).await.body;
    for action in [
        "organization.founded",
        "member.joined",
        "member.password_set",
    ] {
        assert!(trail.contains(action), "{action}: {trail}");
    }
    let sign_in = json!({
        "organization": "first-audit", "email": "ada@example.com", "password": PASSWORD,
    });
    let again = world.send(post("/api/v1/session", &sign_in)).await;
    assert_eq!(again.status, 201, "{}", again.body);
    for row in world.everything().await {
        assert!(!row.contains(&token) && !row.contains(PASSWORD), "{row}");
    }
}

#[actix_web::test]
async fn a_system_is_set_up_once() {
    let world = World::new().await;
    let token = world.not_set_up().await;
    assert_eq!(set_up(&world, &token, "first-audit").await.status, 201);
    let again = set_up(&world, &token, "second-audit").await;
    assert_eq!(again.code(), (404, "not_found".to_owned()));
    let link = setup::issue::issue(&world.env).await.unwrap();
    assert!(link.is_none(), "there is no further link");
}

#[actix_web::test]
async fn of_two_who_set_it_up_at_once_one_does() {
    let world = World::new().await;
    let token = world.not_set_up().await;
    let (one, other) = tokio::join!(
        set_up(&world, &token, "one-audit"),
        set_up(&world, &token, "other-audit"),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 404]);
    let founded = world.everything().await;
    let named = |slug: &str| founded.iter().any(|row| row.contains(slug));
    assert!(named("one-audit") ^ named("other-audit"), "{founded:?}");
}

#[actix_web::test]
async fn only_the_latest_link_works_and_only_for_a_day() {
    let world = World::new().await;
    let first = world.not_set_up().await;
    let second = world.not_set_up().await;
    let before = world.everything().await;
    let replaced = set_up(&world, &first, "first-audit").await;
    assert_eq!(replaced.code(), (404, "not_found".to_owned()));
    world.clock.advance(DAY);
    let late = set_up(&world, &second, "first-audit").await;
    assert_eq!(late.code(), (410, "setup_expired".to_owned()));
    assert_eq!(world.everything().await, before);
}

#[actix_web::test]
async fn an_organization_of_the_operator_ends_the_set_up() {
    let world = World::new().await;
    let token = world.not_set_up().await;
    let founded = aiia_keys_usecases::organization::found::Command {
        slug: "operated".parse().unwrap(),
        name: aiia_keys_domain::OrganizationName::new("Operated").unwrap(),
        policy: aiia_keys_domain::Policy::default(),
    };
    let founded = aiia_keys_usecases::organization::found::found(&world.env, founded).await;
    let _: OrganizationId = founded.unwrap().value.id();
    let refused = set_up(&world, &token, "first-audit").await;
    assert_eq!(refused.code(), (404, "not_found".to_owned()));
}

#[actix_web::test]
async fn a_short_name_that_is_taken_is_told_and_the_link_goes_on_working() {
    let world = World::new().await;
    let token = world.not_set_up().await;
    let before = world.everything().await;
    let taken = set_up(&world, &token, "ours").await;
    let expected = (
        409,
        "slug_taken".to_owned(),
        Some("organization.slug".to_owned()),
    );
    assert_eq!(taken.outcome(), expected);
    assert_eq!(world.everything().await, before);
    assert_eq!(set_up(&world, &token, "first-audit").await.status, 201);
}

#[actix_web::test]
async fn guesses_are_limited_and_other_sites_set_nothing_up() {
    let source = Allowance::new(NonZeroU32::MIN, Duration::from_secs(5)).unwrap();
    let attempts = AttemptLimits {
        source,
        ..AttemptLimits::default()
    };
    let options = Options {
        attempts,
        ..Options::default()
    };
    let world = World::with(options).await;
    let token = world.not_set_up().await;
    let caused = post("/api/v1/setup", &body(&token, "first-audit"))
        .insert_header(("Sec-Fetch-Site", "cross-site"));
    let refused = world.send(caused).await;
    assert_eq!(refused.code(), (403, "cross_origin".to_owned()));
    assert_eq!(
        set_up(&world, &"0".repeat(64), "first-audit").await.status,
        404
    );
    let limited = set_up(&world, &token, "first-audit").await;
    assert_eq!(limited.code(), (429, "too_many_attempts".to_owned()));
    assert_eq!(limited.header("retry-after"), "5");
}
