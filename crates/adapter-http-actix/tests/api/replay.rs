//! Every operation, called by everyone who may not, and by one who may.

mod people;

use actix_web::test::TestRequest;
use serde_json::Value;

use aiia_keys_domain::{Permission, Scope};

use crate::support::{Answer, DAY, IssuedKey, Sample, Subject, World, presenting, request};

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
    assert_eq!(operations.len(), 54, "what needs a credential");
    // What takes away what others are about comes late, and what ends the key or the session that is
    // presented comes last.
    operations.sort_by_key(|(method, path, access)| {
        let deletes = method == "DELETE";
        let ends = access == "holder" || deletes && path == "/api/v1/session";
        (ends, deletes && path == "/api/v1/connectors/{id}")
    });
    operations
}

/// A call of an operation that succeeds for who may.
fn sound(method: &str, path: &str, subject: &Subject, id: &str) -> TestRequest {
    Sample::of(method, path, subject, id).request()
}

/// Replays every guarded operation with one credential, and gives what each was answered.
async fn replay(world: &World, credential: Option<&str>) -> Vec<(String, String, Answer)> {
    let mut subject = world.subject(world.ours).await;
    let mut answers = Vec::new();
    for (method, path, access) in guarded() {
        // Of scopes that whoever may rotate it holds.
        subject.key = world.key("admin:keys").await;
        let request = sound(&method, &path, &subject, &subject.id(&path));
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
        } else if access == "signed_in" && credential.is_some() {
            assert_refused(&operation, &answer, 403, "people_only");
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
    let subject = world.subject(world.ours).await;
    for (method, path, _) in guarded() {
        let request = sound(&method, &path, &subject, &subject.id(&path));
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

/// The scope that opens an operation, if keys may call it.
fn needed(access: &str) -> Option<&'static Scope> {
    permission(access)?.scope()
}

/// Whether there are keys that may.
fn is_for_keys(access: &str) -> bool {
    matches!(access, "known" | "holder") || needed(access).is_some()
}

/// What `x-access` calls a permission.
fn permission(access: &str) -> Option<Permission> {
    Permission::ALL
        .into_iter()
        .find(|permission| permission.as_str() == access)
}

/// Every scope of the catalogue, and what stands for several of them.
const GRANTS: [&str; 12] = [
    "read:universe",
    "read:findings",
    "write:findings",
    "write:evidence",
    "admin:sync",
    "admin:keys",
    "read:*",
    "write:*",
    "admin:*",
    "admin:universe",
    "admin:findings",
    "admin:evidence",
];

#[actix_web::test]
async fn each_scope_opens_what_it_covers_and_nothing_else() {
    let world = World::new().await;
    for grant in GRANTS {
        let key = world.key(grant).await;
        let scopes: aiia_keys_domain::ScopeSet = grant.parse().unwrap();
        for (operation, access, answer) in replay(&world, Some(&key.secret)).await {
            let shown = format!("{grant}: {operation}: {}", answer.body);
            match &*access {
                "known" | "holder" => assert!(answer.status < 300, "{shown}"),
                access => match needed(access) {
                    None => assert_refused(&operation, &answer, 403, "people_only"),
                    Some(needed) if scopes.allows(needed) => {
                        assert!(answer.status < 300, "{shown}");
                    }
                    Some(needed) => {
                        assert_refused(&operation, &answer, 403, "insufficient_scope");
                        let detail = format!("the key needs the scope {needed}");
                        assert_eq!(answer.json()["detail"], detail, "{shown}");
                    }
                },
            }
        }
    }
}

#[actix_web::test]
async fn who_may_is_answered() {
    let world = World::new().await;
    for (operation, access, answer) in replay(&world, Some(&world.admin.secret)).await {
        if is_for_keys(&access) {
            assert!(answer.status < 300, "{operation}: {}", answer.body);
        } else {
            assert_refused(&operation, &answer, 403, "people_only");
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{operation}");
        assert_eq!(answer.header("x-request-id"), "test", "{operation}");
    }
}

/// The operations about one thing that keys may call: about everything of a subject, or about `instead`.
async fn about(
    world: &World,
    caller: &IssuedKey,
    subject: &Subject,
    instead: Option<&str>,
) -> Vec<(String, u16, String)> {
    let mut answers = Vec::new();
    for (method, path, access) in guarded() {
        if path.contains("{id}") && is_for_keys(&access) {
            let own = subject.id(&path);
            let id = instead.unwrap_or(&own);
            let request = sound(&method, &path, subject, id).insert_header(("If-Match", "\"9\""));
            let answer = world.send(presenting(request, &caller.secret)).await;
            answers.push((format!("{method} {path}"), answer.status, answer.body));
        }
    }
    assert_eq!(answers.len(), 21);
    answers
}

const ABSENT: &str = "018bcfe5-687b-7102-8304-05060708090a";

#[actix_web::test]
async fn what_is_another_tenants_is_answered_like_what_does_not_exist() {
    let world = World::new().await;
    let foreign = world.subject(world.theirs).await;
    for grant in ["admin:*", "read:* write:* admin:keys admin:sync"] {
        let caller = world.key(grant).await;
        let before = world.everything().await;
        let existing = about(&world, &caller, &foreign, None).await;
        assert_eq!(
            existing,
            about(&world, &caller, &foreign, Some(ABSENT)).await
        );
        for (operation, status, body) in existing {
            assert_eq!(status, 404, "{operation}: {body}");
        }
        assert_eq!(world.everything().await, before);
    }
}

#[actix_web::test]
async fn lists_and_filters_never_show_what_is_another_tenants() {
    let world = World::new().await;
    let own = world.subject(world.ours).await;
    let foreign = world.subject(world.theirs).await;
    let filters = [
        "/api/v1/entities?parent={entity}",
        "/api/v1/findings?entity={entity}",
        "/api/v1/action-plans?finding={finding}",
        "/api/v1/test-procedures?entity={entity}",
    ];
    for filter in filters {
        let path = filter
            .replace("{entity}", &foreign.entity.to_string())
            .replace("{finding}", &foreign.finding.to_string());
        let answer = world.call(request("GET", &path)).await;
        assert_eq!((answer.status, &*answer.body), (200, "[]"), "{path}");
    }
    for path in [
        "entities",
        "hierarchy",
        "findings",
        "action-plans",
        "test-procedures",
    ] {
        let answer = world.call(request("GET", &format!("/api/v1/{path}"))).await;
        let listed = answer.json();
        let ids: Vec<_> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["id"])
            .collect();
        let expected = match path {
            "findings" => own.finding.to_string(),
            "action-plans" => own.plan.to_string(),
            "test-procedures" => own.procedure.to_string(),
            _ => own.entity.to_string(),
        };
        assert_eq!(ids, [&Value::from(expected)], "{path}");
    }
}

#[actix_web::test]
async fn who_may_not_cannot_tell_whether_a_thing_exists() {
    let world = World::new().await;
    let subject = world.subject(world.ours).await;
    // Of what can be opened by keys, it opens connectors, and nothing else that is about one thing.
    let stranger = world.key("admin:sync").await;
    let asked = async |instead| {
        let mut answers = about(&world, &stranger, &subject, instead).await;
        answers.retain(|(operation, ..)| !operation.contains("/connectors/"));
        answers
    };
    let existing = asked(None).await;
    for id in [ABSENT, "x"] {
        assert_eq!(existing, asked(Some(id)).await);
    }
    for (operation, status, body) in existing {
        assert_eq!(status, 403, "{operation}: {body}");
    }
}
