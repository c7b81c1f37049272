//! Evidence: uploaded by programs, attached to test procedures, read by people only.

use std::time::Duration;

use actix_web::test::TestRequest;
use aiia_keys_assurance::ContentDigest;
use aiia_keys_domain::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Form, World, get, post, presenting, request, with_session};

const SAMPLE: &[u8] = b"payment;signatures\n4711;1\n";

fn upload(form: Form) -> TestRequest {
    form.on(request("POST", "/api/v1/evidence"))
}

fn sample() -> Form {
    Form::new().file("../Prüfung 1.csv", "text/csv; charset=utf-8", SAMPLE)
}

fn digest(content: &[u8]) -> String {
    ContentDigest::of(content).to_string()
}

/// What a member of `ours` is answered.
async fn seen(world: &World, path: &str) -> Answer {
    let auditor = world.member(Role::Auditor).await;
    world.send(with_session(get(path), &auditor.cookie)).await
}

#[actix_web::test]
async fn a_file_is_uploaded_by_a_key_and_read_by_people_alone() {
    let world = World::new().await;
    let key = world.key("write:evidence").await;
    let form = Form::new().text("digest", &digest(SAMPLE).to_uppercase());
    let form = form.file("../Prüfung 1.csv", "text/csv; charset=utf-8", SAMPLE);
    let answer = world.send(presenting(upload(form), &key.secret)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let uploaded = answer.json();
    let expected = json!({
        "id": uploaded["id"], "file_name": "Prüfung 1.csv", "media_type": "text/csv",
        "size": SAMPLE.len(), "digest": digest(SAMPLE), "status": "uploaded",
        "created_at": "2027-01-15T08:00:00Z", "created_by": format!("key:{}", key.id),
        "uploaded_at": "2027-01-15T08:00:00Z", "attached_at": null,
    });
    assert_eq!(uploaded, expected);
    let path = answer.header("location").to_owned();
    assert_eq!(
        path,
        format!("/api/v1/evidence/{}", uploaded["id"].as_str().unwrap())
    );

    let content = format!("{path}/content");
    for path in ["/api/v1/evidence", &path, &content] {
        for secret in [&key.secret, &world.admin.secret] {
            let refused = world.send(presenting(get(path), secret)).await;
            assert_eq!(refused.code(), (403, "people_only".to_owned()), "{path}");
        }
    }
    assert_eq!(seen(&world, &path).await.json(), expected);
    assert_eq!(
        seen(&world, "/api/v1/evidence").await.json(),
        json!([expected])
    );
    let answer = seen(&world, &content).await;
    assert_eq!((answer.status, answer.body.as_bytes()), (200, SAMPLE));
    let headers = [
        "content-type",
        "content-disposition",
        "x-content-type-options",
    ];
    assert_eq!(
        headers.map(|name| answer.header(name)),
        [
            "text/csv",
            "attachment; filename*=UTF-8''Pr%C3%BCfung%201.csv",
            "nosniff"
        ]
    );
}

#[actix_web::test]
async fn a_download_is_saved_whatever_the_client_says_it_takes() {
    let world = World::new().await;
    let id = world.evidence(world.ours, SAMPLE).await;
    let auditor = world.member(Role::Auditor).await;
    for accept in ["text/csv", "application/json", "*/*"] {
        let request = get(&format!("/api/v1/evidence/{id}/content"));
        let request = request.insert_header(("Accept", accept));
        let answer = world.send(with_session(request, &auditor.cookie)).await;
        assert_eq!(
            (answer.status, answer.body.as_bytes()),
            (200, SAMPLE),
            "{accept}"
        );
    }
}

#[actix_web::test]
async fn the_same_content_is_kept_twice_unless_the_caller_asks_to_reuse_it() {
    let world = World::new().await;
    let (ours, other) = (
        world.key("write:evidence").await,
        world.key("write:evidence").await,
    );
    let send = async |secret: &str, repeat: &str| {
        // The newest is the one that is reused, so none of them is as old as another.
        world.clock.advance(Duration::from_secs(1));
        let form = Form::new()
            .text("on_repeat", repeat)
            .file("a.csv", "text/csv", SAMPLE);
        let answer = world.send(presenting(upload(form), secret)).await;
        (answer.status, answer.json()["id"].clone())
    };
    let (first, id) = send(&ours.secret, "reuse").await;
    let (second, kept) = send(&ours.secret, "keep").await;
    let (third, reused) = send(&ours.secret, "reuse").await;
    // Whoever has not uploaded it is not told that it is there.
    let (fourth, of_other) = send(&other.secret, "reuse").await;
    assert_eq!([first, second, third, fourth], [201, 201, 200, 201]);
    assert_eq!(reused, kept);
    assert!(id != kept && of_other != kept && of_other != id);
}

#[actix_web::test]
async fn evidence_is_attached_once_and_again_without_harm() {
    let world = World::new().await;
    let subject = world.subject(world.ours).await;
    world.clock.advance(Duration::from_secs(1));
    let second = world.evidence(world.ours, SAMPLE).await.to_string();
    let first = subject.evidence.to_string();
    let key = world.key("write:evidence").await;
    let path = format!("/api/v1/test-procedures/{}/evidence", subject.procedure);
    let attach = async |ids: &[&String]| {
        let request = presenting(post(&path, &json!({ "evidence": ids })), &key.secret);
        let answer = world.send(request).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    };
    let attached = attach(&[&first]).await;
    let expected = json!([{
        "test_procedure": subject.procedure.to_string(), "evidence": first,
        "attached_at": "2027-01-15T08:00:01Z", "attached_by": format!("key:{}", key.id),
    }]);
    assert_eq!(attached, expected);
    world.clock.advance(crate::support::DAY);
    let again = attach(&[&second, &first, &second]).await;
    assert_eq!(
        (again[0]["evidence"].as_str(), &again[1]),
        (Some(&*second), &expected[0])
    );

    let listed = async |query: &str| -> Value {
        let answer = seen(&world, &format!("/api/v1/evidence?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        answer
            .json()
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].clone())
            .collect()
    };
    let newest_first = json!([second, first]);
    let procedure = subject.procedure;
    assert_eq!(
        listed(&format!("test_procedure={procedure}")).await,
        newest_first
    );
    assert_eq!(listed("status=attached").await, newest_first);
    assert_eq!(listed("status=uploaded").await, json!([]));
    assert_eq!(
        listed(&format!("digest={}", digest(SAMPLE))).await,
        json!([second])
    );
    assert_eq!(listed(&format!("digest={}", digest(b""))).await, json!([]));
    let page = seen(&world, "/api/v1/evidence?limit=1").await;
    let link = page.header("link").to_owned();
    let next = link.split_once('>').unwrap().0.trim_start_matches('<');
    let page = seen(&world, next).await;
    assert_eq!(
        (&page.json()[0]["id"], page.header("link")),
        (&json!(first), "")
    );
}

#[actix_web::test]
async fn what_is_another_tenants_cannot_be_attached_to_or_be_attached() {
    let world = World::new().await;
    let own = world.subject(world.ours).await;
    let foreign = world.subject(world.theirs).await;
    let key = world.key("write:evidence").await;
    let attach = async |procedure: &str, evidence: &str| {
        let path = format!("/api/v1/test-procedures/{procedure}/evidence");
        let body = json!({ "evidence": [evidence] });
        world
            .send(presenting(post(&path, &body), &key.secret))
            .await
            .code()
    };
    let before = world.everything().await;
    let (ours, theirs) = (own.procedure.to_string(), foreign.procedure.to_string());
    let not_found = (404, "not_found".to_owned());
    assert_eq!(attach(&theirs, &own.evidence.to_string()).await, not_found);
    let refused = attach(&ours, &foreign.evidence.to_string()).await;
    assert_eq!(refused, (422, "invalid_field".to_owned()));
    for path in ["", "/content"] {
        let path = format!("/api/v1/evidence/{}{path}", foreign.evidence);
        assert_eq!(seen(&world, &path).await.code(), not_found, "{path}");
    }
    let filter = format!("/api/v1/evidence?test_procedure={theirs}");
    assert_eq!(seen(&world, &filter).await.body, "[]");
    let after = world.everything().await;
    let entries = |all: &[String]| -> Vec<String> {
        let kept = |row: &&String| row.starts_with("evidence") || row.starts_with("attachment");
        all.iter().filter(kept).cloned().collect()
    };
    assert_eq!(entries(&after), entries(&before));
}

#[actix_web::test]
async fn when_the_files_cannot_be_kept_the_service_says_so_and_keeps_nothing() {
    let world = World::new().await;
    let before = world.everything().await;
    let ours = world.files.path().join(world.ours.to_string());
    // Where the tenant's folder should be, there is something else.
    std::fs::write(&ours, "").unwrap();
    let answer = world.call(upload(sample())).await;
    assert_eq!(
        answer.code(),
        (503, "unavailable".to_owned()),
        "{}",
        answer.body
    );
    assert_eq!(world.everything().await, before);
    std::fs::remove_file(&ours).unwrap();
    assert_eq!(world.call(upload(sample())).await.status, 201);
}
