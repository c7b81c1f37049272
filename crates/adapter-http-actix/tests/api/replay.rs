//! Every operation, called by everyone who may not, and by one who may.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::support::{Answer, DAY, IssuedKey, World, presenting, request};

/// The operations that want a credential, as the API's description lists them.
fn guarded() -> Vec<(String, String, String)> {
    let document: Value = serde_json::from_str(aiia_keys_http_actix::openapi_json()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let access = operation["x-access"].as_str().unwrap();
            if access != "open" {
                operations.push((method.to_ascii_uppercase(), path.clone(), access.to_owned()));
            }
        }
    }
    assert_eq!(operations.len(), 14, "what needs a credential");
    // What ends the key that is presented comes last.
    operations.sort_by_key(|(_, _, access)| access == "holder");
    operations
}

/// A call of an operation that succeeds for who may.
fn sound(method: &str, path: &str, id: &str, key: &str) -> TestRequest {
    let request = request(method, &path.replace("{id}", id));
    match (method, path) {
        ("POST", "/api/v1/keys") => request.set_json(json!({
            "label": "Another", "scopes": ["read:findings"], "expiration": {"period": "30d"},
        })),
        ("PATCH", "/api/v1/keys/{id}") => request.set_json(json!({"label": "Renamed"})),
        ("PATCH", "/api/v1/organization") => {
            request.set_json(json!({"policy": {"maximum_active_keys": 5}}))
        }
        ("POST", "/api/v1/verify") => request.set_json(json!({ "key": key })),
        _ => request,
    }
}

/// Replays every guarded operation with one credential, and gives what each was answered.
async fn replay(world: &World, credential: Option<&str>) -> Vec<(String, String, Answer)> {
    let mut answers = Vec::new();
    for (method, path, access) in guarded() {
        let target = world.key("read:findings").await;
        let request = sound(&method, &path, &target.id.to_string(), &target.secret);
        let answer = match credential {
            Some(secret) => world.send(presenting(request, secret)).await,
            None => world.send(request).await,
        };
        answers.push((format!("{method} {path}"), access, answer));
    }
    answers
}

/// Gateways get no body; everyone else a problem with this code.
#[track_caller]
fn assert_refused(operation: &str, answer: &Answer, status: u16, code: &str) {
    if operation == "GET /auth" {
        assert_eq!((answer.status, &*answer.body), (status, ""), "{operation}");
    } else {
        assert_eq!(answer.code(), (status, code.to_owned()), "{operation}");
    }
    let challenge = answer.header("www-authenticate");
    match status {
        401 if code == "credentials_missing" => assert_eq!(challenge, "ApiKey realm=\"aiia\""),
        401 => assert!(
            challenge.starts_with(&format!("ApiKey realm=\"aiia\", error=\"{code}\"")),
            "{operation}: {challenge}"
        ),
        _ => assert_eq!(challenge, "", "{operation}"),
    }
}

async fn assert_all_refused(world: &World, credential: Option<&str>, status: u16, code: &str) {
    let answers = replay(world, credential).await;
    for (operation, access, answer) in answers {
        // Who holds the whole key may end it, whatever is the matter with it.
        let known = matches!(code, "key_expired" | "key_revoked");
        if known && access == "holder" {
            assert_eq!(answer.status, 200, "{operation}");
        } else {
            assert_refused(&operation, &answer, status, code);
        }
    }
}

#[actix_web::test]
async fn without_credentials_every_operation_is_refused() {
    let world = World::new().await;
    assert_all_refused(&world, None, 401, "credentials_missing").await;
}

#[actix_web::test]
async fn what_is_no_key_is_refused_by_every_operation() {
    let world = World::new().await;
    let secret = &world.admin.secret;
    let last = if secret.ends_with('A') { "B" } else { "A" };
    let mistyped = format!("{}{last}", &secret[..secret.len() - 1]);
    for text in ["x", &secret[..63], &format!("{secret}x"), &mistyped] {
        assert_all_refused(&world, Some(text), 401, "invalid_key").await;
    }
}

#[actix_web::test]
async fn a_key_that_was_never_issued_is_refused_by_every_operation() {
    let world = World::new().await;
    let never_issued = world.env.format.generate([7; 32]);
    assert_all_refused(&world, Some(never_issued.expose()), 401, "invalid_key").await;
}

#[actix_web::test]
async fn a_key_of_the_other_environment_is_refused_by_every_operation() {
    let world = World::new().await;
    let other = world.admin.secret.replace("_live_", "_test_");
    assert_all_refused(&world, Some(&other), 401, "wrong_environment").await;
}

#[actix_web::test]
async fn an_expired_key_is_refused_by_every_operation() {
    let world = World::new().await;
    let expired = world.key("admin:*").await;
    world.clock.advance(DAY * 90);
    assert_all_refused(&world, Some(&expired.secret), 401, "key_expired").await;
}

#[actix_web::test]
async fn a_revoked_key_is_refused_by_every_operation() {
    let world = World::new().await;
    let revoked = world.key("admin:*").await;
    world.revoke(world.ours, revoked.id).await;
    assert_all_refused(&world, Some(&revoked.secret), 401, "key_revoked").await;
}

#[actix_web::test]
async fn two_credentials_are_refused_by_every_operation() {
    let world = World::new().await;
    for (method, path, _) in guarded() {
        let request = sound(&method, &path, &world.admin.id.to_string(), "x");
        let request = presenting(request, &world.admin.secret)
            .append_header(("Authorization", format!("Bearer {}", world.admin.secret)));
        let answer = world.send(request).await;
        assert_refused(
            &format!("{method} {path}"),
            &answer,
            400,
            "ambiguous_credentials",
        );
    }
}

#[actix_web::test]
async fn a_missing_scope_is_told_and_nothing_else() {
    let world = World::new().await;
    let reader = world.key("read:*").await;
    for (operation, access, answer) in replay(&world, Some(&reader.secret)).await {
        match &*access {
            "known" | "holder" => assert!(answer.status < 300, "{operation}"),
            "manage_policy" => assert_refused(&operation, &answer, 403, "people_only"),
            _ => {
                assert_refused(&operation, &answer, 403, "insufficient_scope");
                assert_eq!(
                    answer.json()["detail"],
                    "the key needs the scope admin:keys"
                );
            }
        }
    }
}

#[actix_web::test]
async fn who_may_is_answered() {
    let world = World::new().await;
    for (operation, access, answer) in replay(&world, Some(&world.admin.secret)).await {
        if access == "manage_policy" {
            assert_refused(&operation, &answer, 403, "people_only");
        } else {
            assert!(answer.status < 300, "{operation}: {}", answer.body);
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{operation}");
        assert_eq!(answer.header("x-request-id"), "test", "{operation}");
    }
}

/// The operations about one key.
async fn about(world: &World, caller: &IssuedKey, id: &str) -> Vec<(String, String)> {
    let mut answers = Vec::new();
    for (method, path, _) in guarded() {
        if path.contains("{id}") {
            let request = sound(&method, &path, id, "x").insert_header(("If-Match", "\"9\""));
            let answer = world.send(presenting(request, &caller.secret)).await;
            assert_eq!(answer.status, 404, "{method} {path}");
            answers.push((answer.body, format!("{method} {path}")));
        }
    }
    assert_eq!(answers.len(), 4);
    answers
}

#[actix_web::test]
async fn another_tenants_key_is_answered_like_one_that_does_not_exist() {
    let world = World::new().await;
    let foreign = world.key_of(world.theirs, "read:findings").await;
    let before = world.everything().await;
    let existing = about(&world, &world.admin, &foreign.id.to_string()).await;
    let absent = "018bcfe5-687b-7102-8304-05060708090a";
    assert_eq!(existing, about(&world, &world.admin, absent).await);
    assert_eq!(world.everything().await, before);
}

#[actix_web::test]
async fn who_may_not_cannot_tell_whether_a_key_exists() {
    let world = World::new().await;
    let reader = world.key("read:*").await;
    for (method, path, _) in guarded() {
        let mut answers = Vec::new();
        for id in [
            &*world.admin.id.to_string(),
            "018bcfe5-687b-7102-8304-05060708090a",
            "x",
        ] {
            let request = sound(&method, &path, id, "x");
            let answer = world.send(presenting(request, &reader.secret)).await;
            answers.push((answer.status, answer.body));
        }
        if path.contains("{id}") {
            assert_eq!(answers[0].0, 403, "{method} {path}");
            assert!(
                answers.iter().all(|answer| *answer == answers[0]),
                "{method} {path}"
            );
        }
    }
}
