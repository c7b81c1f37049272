//! How often a password may be tried.

use std::{net::SocketAddr, num::NonZeroU32, time::Duration};

use aiia_keys_domain::{Allowance, Role};
use aiia_keys_http_actix::{AttemptLimits, Options};

use super::credentials;
use crate::support::{Answer, PASSWORD, World, post};

fn allowance(at_once: u32, seconds: u64) -> Allowance {
    let at_once = NonZeroU32::new(at_once).unwrap();
    Allowance::new(at_once, Duration::from_secs(seconds)).unwrap()
}

async fn world(account: Allowance, source: Allowance) -> World {
    let attempts = AttemptLimits {
        account,
        source,
        ..AttemptLimits::default()
    };
    World::with(Options {
        attempts,
        ..Options::default()
    })
    .await
}

async fn attempt(world: &World, last: u8, email: &str, password: &str) -> Answer {
    let body = credentials("ours", email, password);
    let from = SocketAddr::from(([203, 0, 113, last], 4711));
    world
        .send(post("/api/v1/session", &body).peer_addr(from))
        .await
}

const TOO_MANY: (u16, &str) = (429, "too_many_attempts");

#[actix_web::test]
async fn attempts_at_an_account_are_limited_wherever_they_come_from_and_whether_it_exists_or_not() {
    for (exists, then) in [(true, 201), (false, 401)] {
        let world = world(allowance(2, 30), allowance(99, 1)).await;
        let email = if exists {
            world.member_with_password(Role::Owner).await.email
        } else {
            "nobody@example.com".to_owned()
        };
        for last in [1, 2] {
            let answer = attempt(&world, last, &email, "a wrong password").await;
            assert_eq!(answer.status, 401, "{email}: {}", answer.body);
        }
        // Now not even the right password is looked at.
        let answer = attempt(&world, 3, &email, PASSWORD).await;
        let (status, code) = answer.code();
        assert_eq!((status, &*code), TOO_MANY, "{email}");
        assert_eq!(answer.header("retry-after"), "30", "{email}");
        let fields = ["ratelimit-policy", "ratelimit"].map(|name| answer.header(name));
        assert_eq!(fields, [r#""account";q=2;w=60"#, r#""account";r=0;t=30"#]);
        world.clock.advance(Duration::from_secs(30));
        let answer = attempt(&world, 3, &email, PASSWORD).await;
        assert_eq!(answer.status, then, "{email}: {}", answer.body);
    }
}

#[actix_web::test]
async fn attempts_from_an_address_are_limited_whatever_the_account() {
    let world = world(allowance(99, 1), allowance(2, 10)).await;
    let ada = world.member_with_password(Role::Owner).await;
    for number in 0..2 {
        let email = format!("nobody{number}@example.com");
        let answer = attempt(&world, 1, &email, PASSWORD).await;
        assert_eq!(answer.status, 401);
    }
    let answer = attempt(&world, 1, &ada.email, PASSWORD).await;
    let (status, code) = answer.code();
    assert_eq!((status, &*code), TOO_MANY);
    assert_eq!(answer.header("retry-after"), "10");
    let elsewhere = attempt(&world, 2, &ada.email, PASSWORD).await;
    assert_eq!(elsewhere.status, 201, "{}", elsewhere.body);
}

#[actix_web::test]
async fn an_address_that_is_written_otherwise_is_the_same_account() {
    let world = world(allowance(1, 30), allowance(99, 1)).await;
    let ada = world.member_with_password(Role::Owner).await;
    let first = attempt(&world, 1, &ada.email.to_uppercase(), PASSWORD).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let second = attempt(&world, 1, &format!(" {} ", ada.email), PASSWORD).await;
    assert_eq!(second.status, 429);
}
