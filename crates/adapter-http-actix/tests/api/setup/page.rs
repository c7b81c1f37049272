//! The page behind the link, without a browser: what it answers and what it sets.

use actix_web::test::TestRequest;

use super::{set_up, with_session};
use crate::support::{Answer, PASSWORD, World, from_this_origin, get, request};

fn form(token: &str, fields: &str) -> TestRequest {
    let path = format!("/setup/{token}");
    from_this_origin(request("POST", &path))
        .insert_header(("Content-Type", "application/x-www-form-urlencoded"))
        .set_payload(fields.to_owned())
}

fn fields(slug: &str, password: &str) -> String {
    let password = password.replace(' ', "+");
    format!(
        "organization={slug}&organization_name=First+Audit&name=Ada&email=ada%40example.com&password={password}"
    )
}

async fn submit(world: &World, token: &str, slug: &str, password: &str) -> Answer {
    world.send(form(token, &fields(slug, password))).await
}

#[actix_web::test]
async fn the_link_leads_to_a_form_that_signs_the_owner_in() {
    let world = World::new().await;
    let token = world.not_set_up().await;
    let path = format!("/setup/{token}");
    let page = world.send(get(&path)).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert!(page.body.contains("Set up AIIA Keys"), "{}", page.body);

    let done = submit(&world, &token, "first-audit", PASSWORD).await;
    assert_eq!(
        (done.status, done.header("location")),
        (303, "/settings/keys")
    );
    let cookie = done.header("set-cookie").split(';').next().unwrap();
    let session = with_session(get("/api/v1/session"), cookie);
    let session = world.send(session).await.json();
    assert_eq!(session["organization"]["slug"], "first-audit");
    assert_eq!(session["member"]["role"], "owner");

    let over = world.send(get(&path)).await;
    assert_eq!(over.status, 404);
    let again = submit(&world, &token, "second-audit", PASSWORD).await;
    assert_eq!(again.status, 404);
}

#[actix_web::test]
async fn what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let token = world.not_set_up().await;
    let before = world.everything().await;
    let wrong = submit(&world, &token, "First", "short").await;
    assert_eq!(wrong.status, 422);
    for part in [
        "Slug is not a short name",
        "at least 12",
        "value=\"First Audit\"",
        "ada@example.com",
    ] {
        assert!(wrong.body.contains(part), "{part}: {}", wrong.body);
    }
    assert!(!wrong.body.contains("\"short\""), "the password comes back");
    let taken = submit(&world, &token, "ours", PASSWORD).await;
    assert_eq!(taken.status, 409);
    assert!(taken.body.contains("choose another one"), "{}", taken.body);
    assert_eq!(world.everything().await, before);
    assert_eq!(set_up(&world, &token, "first-audit").await.status, 201);
}

#[actix_web::test]
async fn what_is_no_link_leads_nowhere() {
    let world = World::new().await;
    world.not_set_up().await;
    for token in ["x", &"0".repeat(64)] {
        assert_eq!(
            world.send(get(&format!("/setup/{token}"))).await.status,
            404
        );
        let refused = submit(&world, token, "first-audit", PASSWORD).await;
        assert_eq!(refused.status, 404, "{token}");
    }
}
