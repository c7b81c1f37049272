//! How often may be called with what is no key.

use std::{net::SocketAddr, num::NonZeroU32, time::Duration};

use aiia_keys_domain::Allowance;
use aiia_keys_http_actix::{AttemptLimits, Options};

use crate::support::{Answer, World, get, post, presenting};

/// Two calls at once, then one each five seconds.
async fn world() -> World {
    let at_once = NonZeroU32::new(2).unwrap();
    let attempts = AttemptLimits {
        key: Allowance::new(at_once, Duration::from_secs(5)).unwrap(),
        ..AttemptLimits::default()
    };
    World::with(Options {
        attempts,
        ..Options::default()
    })
    .await
}

async fn call(world: &World, last: u8, path: &str, key: &str) -> Answer {
    let from = SocketAddr::from(([203, 0, 113, last], 4711));
    world.send(presenting(get(path), key).peer_addr(from)).await
}

#[actix_web::test]
async fn calls_with_what_is_no_key_are_limited_by_where_they_come_from() {
    let world = world().await;
    let never_issued = world.env.format.generate([7; 32]);
    for key in [never_issued.expose(), "mistyped"] {
        let answer = call(&world, 1, "/api/v1/self", key).await;
        assert_eq!(answer.code(), (401, "invalid_key".to_owned()));
    }
    let answer = call(&world, 1, "/api/v1/self", never_issued.expose()).await;
    assert_eq!(answer.code(), (429, "too_many_attempts".to_owned()));
    let fields = ["retry-after", "ratelimit-policy", "ratelimit"].map(|name| answer.header(name));
    assert_eq!(fields, ["5", r#""key";q=2;w=10"#, r#""key";r=0;t=5"#]);
    assert_eq!(answer.header("www-authenticate"), "");

    // The same wherever a key is presented; a gateway is answered without a body.
    let gateway = call(&world, 1, "/auth", "mistyped").await;
    assert_eq!((gateway.status, &*gateway.body), (429, ""));
    assert_eq!(gateway.header("retry-after"), "5");
    let from = SocketAddr::from(([203, 0, 113, 1], 4711));
    let surrender = post("/api/v1/self/revoke", &serde_json::json!({})).peer_addr(from);
    let answer = world.send(presenting(surrender, "mistyped")).await;
    assert_eq!(answer.code(), (429, "too_many_attempts".to_owned()));

    // Another address is another matter, and so is a key that was issued here.
    let answer = call(&world, 2, "/api/v1/self", "mistyped").await;
    assert_eq!(answer.status, 401);
    let key = world.key("read:findings").await;
    assert_eq!(
        call(&world, 1, "/api/v1/self", &key.secret).await.status,
        200
    );
    world.revoke(world.ours, key.id).await;
    let answer = call(&world, 1, "/api/v1/self", &key.secret).await;
    assert_eq!(answer.code(), (401, "key_revoked".to_owned()));

    world.clock.advance(Duration::from_secs(5));
    assert_eq!(call(&world, 1, "/auth", "mistyped").await.status, 401);
    assert_eq!(call(&world, 1, "/auth", "mistyped").await.status, 429);
}
