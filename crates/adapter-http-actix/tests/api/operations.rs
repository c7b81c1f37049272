//! Addresses and methods.

use serde_json::Value;

use crate::support::{World, get, request};

#[actix_web::test]
async fn every_described_address_names_its_methods_to_who_uses_another() {
    let world = World::new().await;
    let document: Value = serde_json::from_str(aiia_keys_http_actix::openapi_json()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let path = path.replace("{id}", &world.admin.id.to_string());
        for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            if methods.get(method.to_ascii_lowercase()).is_some() {
                continue;
            }
            let answer = world.call(request(method, &path)).await;
            let code = (405, "method_not_allowed".to_owned());
            assert_eq!(answer.code(), code, "{method} {path}");
            let allow = answer.header("allow");
            for method in methods.as_object().unwrap().keys() {
                assert!(
                    allow.contains(&method.to_ascii_uppercase()),
                    "{path}: {allow}"
                );
            }
            assert_eq!(
                allow.contains("GET"),
                allow.contains("HEAD"),
                "{path}: {allow}"
            );
        }
    }
}

#[actix_web::test]
async fn an_address_that_leads_nowhere_is_a_problem_too() {
    let world = World::new().await;
    for path in [
        "/nothing",
        "/api/v1",
        "/api/v1/keys/",
        "/api/v2/keys",
        "//api/v1/keys",
        "/API/V1/KEYS",
        "/api/v1/keys/a/b",
    ] {
        let answer = world.call(get(path)).await;
        assert_eq!(answer.code(), (404, "not_found".to_owned()), "{path}");
    }
}

#[actix_web::test]
async fn what_can_be_got_can_be_asked_for_by_head() {
    let world = World::new().await;
    for path in ["/api/v1/keys", "/auth", "/health/live", "/openapi.json"] {
        let answer = world.call(request("HEAD", path)).await;
        assert!(answer.status < 300, "{path}");
    }
}

#[actix_web::test]
async fn a_key_in_an_address_is_never_read() {
    let world = World::new().await;
    let secret = &world.admin.secret;
    for name in ["key", "api_key", "access_token", "token", "Authorization"] {
        let answer = world
            .send(get(&format!("/api/v1/keys?{name}={secret}")))
            .await;
        assert_eq!(
            answer.code(),
            (401, "credentials_missing".to_owned()),
            "{name}"
        );
        assert!(!answer.body.contains(secret), "{name}");
    }
}

#[actix_web::test]
async fn a_scheme_is_matched_without_regard_to_case() {
    let world = World::new().await;
    for scheme in ["ApiKey", "apikey", "APIKEY", "Bearer", "bearer"] {
        let value = format!("{scheme} {}", world.admin.secret);
        let answer = world
            .send(get("/api/v1/self").insert_header(("authorization", value)))
            .await;
        assert_eq!(answer.status, 200, "{scheme}");
    }
}

#[actix_web::test]
async fn who_does_not_take_json_is_told_so() {
    let world = World::new().await;
    let answer = world
        .call(get("/api/v1/keys").insert_header(("Accept", "text/html")))
        .await;
    assert_eq!(answer.code(), (406, "not_acceptable".to_owned()));
}
