//! Every operation, called by people: by each role, and by those whose session is over.

use std::time::Duration;

use aiia_keys_domain::Role;

use super::{ABSENT, assert_refused, guarded, permission, sound};
use crate::support::{Answer, Person, Subject, World, with_session};

/// Replays every guarded operation as a member, each about another key and member, and gives what
/// each was answered.
async fn replay(world: &World, caller: &Person) -> Vec<(String, String, Answer)> {
    let mut subject = world.subject(world.ours).await;
    let mut answers = Vec::new();
    for (method, path, access) in guarded() {
        subject.key = world.key("admin:keys").await;
        subject.member = world.member(Role::Auditor).await;
        let request = sound(&method, &path, &subject, &subject.id(&path));
        let answer = world.send(with_session(request, &caller.cookie)).await;
        answers.push((format!("{method} {path}"), access, answer));
    }
    answers
}

#[actix_web::test]
async fn each_role_may_what_the_table_says_and_nothing_else() {
    for role in Role::ALL {
        let world = World::new().await;
        let caller = world.member(role).await;
        for (operation, access, answer) in replay(&world, &caller).await {
            let shown = format!("{role} {operation}: {} {}", answer.status, answer.body);
            match permission(&access) {
                // Somebody else's sessions are an owner's to end.
                None if operation.ends_with("/sign-out") && role != Role::Owner => {
                    assert_refused(&operation, &answer, 403, "insufficient_role");
                }
                None if access == "signed_in" => assert!(answer.status < 300, "{shown}"),
                None => assert_refused(&operation, &answer, 403, "keys_only"),
                Some(permission) if role.may(permission) => assert!(answer.status < 300, "{shown}"),
                Some(_) => assert_refused(&operation, &answer, 403, "insufficient_role"),
            }
        }
    }
}

/// Every operation refuses a session with this code; those for keys alone do not ask whose it is.
async fn assert_all_refused(world: &World, caller: &Person, code: &str) {
    let subject = world.subject(world.ours).await;
    let before = world.everything().await;
    for (method, path, access) in guarded() {
        let request = sound(&method, &path, &subject, &subject.id(&path));
        let answer = world.send(with_session(request, &caller.cookie)).await;
        let operation = format!("{method} {path}");
        if matches!(&*access, "known" | "holder") {
            assert_refused(&operation, &answer, 403, "keys_only");
        } else {
            assert_refused(&operation, &answer, 401, code);
            let cookie = answer.header("set-cookie");
            assert!(cookie.ends_with("Max-Age=0"), "{operation}: {cookie}");
        }
    }
    assert_eq!(world.everything().await, before);
}

#[actix_web::test]
async fn a_session_that_was_ended_is_refused_by_every_operation() {
    let world = World::new().await;
    let caller = world.member(Role::Owner).await;
    let path = format!("/api/v1/members/{}/sign-out", caller.id);
    let answer = world
        .send(with_session(
            crate::support::request("POST", &path),
            &caller.cookie,
        ))
        .await;
    assert_eq!((answer.status, &*answer.body), (200, r#"{"ended":1}"#));
    assert_all_refused(&world, &caller, "session_over").await;
}

#[actix_web::test]
async fn a_session_that_was_not_used_for_too_long_is_refused_by_every_operation() {
    let world = World::new().await;
    let caller = world.member(Role::Owner).await;
    world.clock.advance(Duration::from_mins(30));
    assert_all_refused(&world, &caller, "session_over").await;
}

#[actix_web::test]
async fn a_session_that_has_lasted_too_long_is_refused_by_every_operation() {
    let world = World::new().await;
    let caller = world.member(Role::Owner).await;
    for _ in 0..24 {
        world.clock.advance(Duration::from_mins(29));
        let request = crate::support::get("/api/v1/session");
        let answer = world.send(with_session(request, &caller.cookie)).await;
        assert_eq!(answer.status, 200, "it was used in time");
    }
    world.clock.advance(Duration::from_mins(24));
    assert_all_refused(&world, &caller, "session_over").await;
}

#[actix_web::test]
async fn what_is_no_session_is_refused_by_every_operation() {
    let world = World::new().await;
    let mut caller = world.member(Role::Owner).await;
    let known = caller.cookie.clone();
    let last = if known.ends_with('0') { "1" } else { "0" };
    let theirs = world.theirs.to_string();
    for cookie in [
        "__Host-aiia_session=".to_owned(),
        "__Host-aiia_session=x".to_owned(),
        format!("{}{last}", &known[..known.len() - 1]),
        // The token is right, and the organization is another one.
        known.replace(&world.ours.to_string(), &theirs),
    ] {
        caller.cookie = cookie;
        assert_all_refused(&world, &caller, "invalid_session").await;
    }
}

#[actix_web::test]
async fn a_key_beside_a_session_is_refused_by_every_operation() {
    let world = World::new().await;
    let caller = world.member(Role::Owner).await;
    let subject = world.subject(world.ours).await;
    let before = world.everything().await;
    for (method, path, _) in guarded() {
        let request = sound(&method, &path, &subject, &subject.id(&path));
        let request = crate::support::presenting(request, &world.admin.secret);
        let answer = world.send(with_session(request, &caller.cookie)).await;
        let operation = format!("{method} {path}");
        assert_refused(&operation, &answer, 400, "ambiguous_credentials");
    }
    assert_eq!(world.everything().await, before);
}

#[actix_web::test]
async fn what_another_site_causes_changes_nothing() {
    let world = World::new().await;
    let caller = world.member(Role::Owner).await;
    let subject = world.subject(world.ours).await;
    let before = world.everything().await;
    let wrong: [&[(&str, &str)]; 4] = [
        &[],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[
            ("Host", "keys.example.com"),
            ("Origin", "https://evil.example"),
        ],
    ];
    for (method, path, access) in guarded() {
        for headers in wrong {
            let mut request = sound(&method, &path, &subject, &subject.id(&path))
                .insert_header(("Cookie", &*caller.cookie));
            for header in headers {
                request = request.insert_header(*header);
            }
            let answer = world.send(request).await;
            let operation = format!("{method} {path}");
            if matches!(&*access, "known" | "holder") {
                assert_refused(&operation, &answer, 403, "keys_only");
            } else if method == "GET" {
                assert_eq!(answer.status, 200, "{operation}: {}", answer.body);
            } else {
                assert_refused(&operation, &answer, 403, "cross_origin");
            }
        }
    }
    assert_eq!(world.everything().await, before);
}

/// The operations about one thing, as an owner: about everything of a subject, or about `instead`.
async fn about(
    world: &World,
    caller: &Person,
    subject: &Subject,
    instead: Option<&str>,
) -> Vec<(String, u16, String)> {
    let mut answers = Vec::new();
    for (method, path, _) in guarded() {
        if path.contains("{id}") {
            let own = subject.id(&path);
            let id = instead.unwrap_or(&own);
            let request = sound(&method, &path, subject, id).insert_header(("If-Match", "\"9\""));
            let answer = world.send(with_session(request, &caller.cookie)).await;
            answers.push((format!("{method} {path}"), answer.status, answer.body));
        }
    }
    answers
}

#[actix_web::test]
async fn what_is_another_tenants_is_answered_like_what_does_not_exist() {
    let world = World::new().await;
    let foreign = world.subject(world.theirs).await;
    for role in [Role::Owner, Role::Administrator] {
        let caller = world.member(role).await;
        let before = world.everything().await;
        let existing = about(&world, &caller, &foreign, None).await;
        let absent = about(&world, &caller, &foreign, Some(ABSENT)).await;
        assert_eq!(existing, absent);
        for (operation, status, body) in existing {
            let refused = if role == Role::Owner { 404 } else { status };
            assert_eq!(status, refused, "{operation}: {body}");
            assert!(matches!(status, 403 | 404), "{operation}: {body}");
        }
        assert_eq!(world.everything().await, before);
    }
}

#[actix_web::test]
async fn a_stale_version_changes_nothing() {
    let world = World::new().await;
    let caller = world.member(Role::Owner).await;
    let subject = world.subject(world.ours).await;
    let before = world.everything().await;
    let mut tried = 0;
    for (method, path, _) in guarded() {
        if method == "PATCH" {
            let request = sound(&method, &path, &subject, &subject.id(&path))
                .insert_header(("If-Match", "\"9\""));
            let answer = world.send(with_session(request, &caller.cookie)).await;
            let operation = format!("{method} {path}");
            assert_refused(&operation, &answer, 412, "precondition_failed");
            tried += 1;
        }
    }
    assert!(tried >= 2);
    assert_eq!(world.everything().await, before);
}
