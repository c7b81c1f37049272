//! What stands in the log, and what does not.

use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex},
};

use aiia_keys_domain::Role;
use serde_json::json;
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use crate::support::{PASSWORD, World, get, post, presenting, with_session};

/// Keeps every event of this crate as one line.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, "{field}={value:?} ").unwrap();
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("aiia_keys")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = String::new();
        event.record(&mut Line(&mut line));
        self.0.lock().unwrap().push(line.trim_end().to_owned());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[actix_web::test]
async fn every_request_is_logged_with_its_caller_and_never_with_a_key() {
    let world = World::new().await;
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    let secret = world.admin.secret.clone();
    let body = json!({"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}});
    let generated = world.call(post("/api/v1/keys", &body)).await.json();
    let new = generated["key"].as_str().unwrap().to_owned();
    world.send(get(&format!("/api/v1/keys?key={secret}"))).await;
    world.send(get(&format!("/{secret}"))).await;
    world.call(get(&format!("/api/v1/keys/{secret}"))).await;
    world
        .call(post("/api/v1/verify", &json!({ "key": new })))
        .await;
    world
        .send(presenting(get("/auth"), &format!("{new}x")))
        .await;
    drop(guard);

    let lines = lines.0.lock().unwrap().clone();
    let mask = format!("•••••{}", &secret[secret.len() - 4..]);
    let known = format!(
        "organization={} key={} mask={mask}",
        world.ours, world.admin.id
    );
    let expected = [
        format!("method=\"POST\" route=\"/api/v1/keys\" status=201 {known}"),
        "method=\"GET\" route=\"/api/v1/keys\" status=401".to_owned(),
        "method=\"GET\" route=\"none\" status=404".to_owned(),
        format!("method=\"GET\" route=\"/api/v1/keys/{{id}}\" status=400 {known}"),
        format!("method=\"POST\" route=\"/api/v1/verify\" status=200 {known}"),
        "method=\"GET\" route=\"/auth\" status=401".to_owned(),
    ];
    let expected = expected.map(|line| format!("message=answered request=\"test\" {line}"));
    assert_eq!(lines, expected);
    for line in lines {
        assert!(!line.contains(&secret) && !line.contains(&new), "{line}");
    }
}

#[actix_web::test]
async fn who_is_signed_in_is_logged_by_their_id_and_never_with_a_secret() {
    let world = World::new().await;
    let ada = world.member_with_password(Role::Owner).await;
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    let mut body = json!({"organization": "ours", "email": ada.email, "password": PASSWORD});
    let answer = world.send(post("/api/v1/session", &body)).await;
    let cookie = answer.header("set-cookie").split(';').next().unwrap();
    body["password"] = "a wrong password".into();
    world.send(post("/api/v1/session", &body)).await;
    world
        .send(with_session(get("/api/v1/session"), cookie))
        .await;
    let wrong = format!("{}x", world.session(&ada).await);
    world.send(with_session(get("/api/v1/keys"), &wrong)).await;
    drop(guard);

    let lines = lines.0.lock().unwrap().clone();
    let known = format!("organization={} member={}", world.ours, ada.id);
    let expected = [
        format!("method=\"POST\" route=\"/api/v1/session\" status=201 {known}"),
        "method=\"POST\" route=\"/api/v1/session\" status=401".to_owned(),
        format!("method=\"GET\" route=\"/api/v1/session\" status=200 {known}"),
        "method=\"GET\" route=\"/api/v1/keys\" status=401".to_owned(),
    ];
    let expected = expected.map(|line| format!("message=answered request=\"test\" {line}"));
    assert_eq!(lines, expected);
    let token = cookie.split_once('.').unwrap().1;
    for line in lines {
        for secret in [PASSWORD, token, "a wrong password"] {
            assert!(!line.contains(secret), "{line}");
        }
    }
}

#[actix_web::test]
async fn a_failure_of_the_service_is_logged_with_its_cause() {
    let world = World::new().await;
    let state = world.cut_off_state();
    let request = presenting(get("/api/v1/keys"), &world.admin.secret);
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    let answer = world.send_to(state, request).await;
    drop(guard);
    assert_eq!(answer.code(), (503, "unavailable".to_owned()));
    assert_eq!(answer.header("retry-after"), "1");
    let lines = lines.0.lock().unwrap().clone();
    let start = "message=a request failed request=\"test\" code=\"unavailable\" cause=storage is unavailable";
    assert!(
        lines.iter().any(|line| line.starts_with(start)),
        "{lines:?}"
    );
}
