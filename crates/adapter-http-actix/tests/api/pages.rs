//! What everybody may read.

use std::collections::BTreeSet;

use aiia_keys_http_actix::Options;
use serde_json::{Value, json};

use crate::support::{World, get};

#[actix_web::test]
async fn every_problem_that_is_met_has_a_page() {
    let world = World::new().await;
    let problem = world.send(get("/api/v1/keys")).await.json();
    let page = world.send(get(problem["type"].as_str().unwrap())).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.body.contains(problem["title"].as_str().unwrap()));
    assert!(
        page.header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    let unknown = world.send(get("/problems/nonsense")).await;
    assert_eq!(unknown.code(), (404, "not_found".to_owned()));
    assert_eq!(world.send(get("/problems")).await.status, 200);
}

#[actix_web::test]
async fn the_reference_names_every_operation_and_needs_nothing_from_elsewhere() {
    let world = World::new().await;
    let document: Value = world.send(get("/openapi.json")).await.json();
    let mut pages = world.send(get("/docs")).await.body;
    for tag in document["tags"].as_array().unwrap() {
        let name = tag["name"].as_str().unwrap().to_ascii_lowercase();
        let page = world.send(get(&format!("/docs/{name}"))).await;
        assert_eq!(page.status, 200, "{name}");
        assert!(page.body.len() < 200_000, "{name}: {}", page.body.len());
        pages.push_str(&page.body);
    }
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(pages.contains(&format!(" {path}</code>")), "{path}");
    }
    for forbidden in [
        "<script",
        "<style",
        "style=",
        "src=",
        "href=\"http",
        "href=\"//",
    ] {
        assert!(!pages.contains(forbidden), "{forbidden}");
    }
    let targets = pages.split("href=\"/").skip(1);
    let targets: BTreeSet<&str> = targets
        .map(|target| target.split(['"', '#']).next().unwrap())
        .collect();
    for target in targets {
        let answer = world.send(get(&format!("/{target}"))).await;
        assert!(answer.status < 400, "/{target}");
    }
    let unknown = world.send(get("/docs/nonsense")).await;
    assert_eq!(unknown.code(), (404, "not_found".to_owned()));
}

#[actix_web::test]
async fn the_format_of_keys_lets_a_scanner_find_them() {
    let world = World::new().await;
    let format = world
        .send(get("/.well-known/api-key-format.json"))
        .await
        .json();
    assert_eq!(format["prefix"], "aiia_key_live_");
    assert_eq!(format["length"], world.admin.secret.len());
    assert_eq!(format["pattern"], "aiia_key_live_[0-9A-Za-z]{50}");
    let digits = format["checksum"]["digits"].as_str().unwrap();
    let length = usize::try_from(format["checksum"]["length"].as_u64().unwrap()).unwrap();
    let (covered, checksum) = world.admin.secret.split_at(64 - length);
    let number = checksum.bytes().fold(0_u64, |number, digit| {
        let value = digits.bytes().position(|known| known == digit).unwrap();
        number * 62 + u64::try_from(value).unwrap()
    });
    assert_eq!(
        number,
        u64::from(crc32fast::hash(covered.as_bytes())),
        "as the document says"
    );
}

#[actix_web::test]
async fn the_security_contact_is_told_when_there_is_one() {
    let world = World::new().await;
    let none = world.send(get("/.well-known/security.txt")).await;
    assert_eq!(none.code(), (404, "not_found".to_owned()));
    let world = World::with(Options {
        security_contact: Some("mailto:security@example.com".parse().unwrap()),
        ..Options::default()
    })
    .await;
    let answer = world.send(get("/.well-known/security.txt")).await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(
        answer.body,
        "Contact: mailto:security@example.com\nExpires: 2027-04-15T08:00:00Z\nPreferred-Languages: en\n"
    );
}

#[actix_web::test]
async fn health_tells_which_part_is_missing() {
    let world = World::new().await;
    let live = world.send(get("/health/live")).await;
    assert_eq!((live.status, live.json()), (200, json!({"status": "live"})));
    let ready = world.send(get("/health/ready")).await;
    assert_eq!(
        (ready.status, ready.json()),
        (200, json!({"status": "ready"}))
    );
    world.cut_off();
    let ready = world.send(get("/health/ready")).await;
    assert_eq!(ready.code(), (503, "unavailable".to_owned()));
    assert_eq!(
        ready.json()["detail"],
        "not ready: database cannot be reached"
    );
    assert_eq!(world.send(get("/health/live")).await.status, 200);
}
