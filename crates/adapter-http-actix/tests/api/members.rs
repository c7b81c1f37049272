//! An organization's people, over HTTP.

mod invitation;

use aiia_keys_domain::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Person, World, get, patch, post, request, with_session};

async fn call(world: &World, caller: &Person, request: actix_web::test::TestRequest) -> Answer {
    world.send(with_session(request, &caller.cookie)).await
}

async fn add(world: &World, owner: &Person, email: &str, role: &str) -> Answer {
    let body = json!({"email": email, "name": "Grace", "role": role});
    call(world, owner, post("/api/v1/members", &body)).await
}

#[actix_web::test]
async fn a_member_is_added_with_an_invitation_that_is_shown_once() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let added = add(&world, &owner, "Grace@Example.com", "administrator").await;
    assert_eq!(added.status, 201, "{}", added.body);
    assert_eq!(added.header("cache-control"), "no-store");
    assert_eq!(added.header("etag"), "\"1\"");
    let mut view = added.json();
    let invitation = view.as_object_mut().unwrap().remove("invitation").unwrap();
    let id = view["id"].as_str().unwrap().to_owned();
    let expected = json!({
        "id": id, "email": "grace@example.com", "name": "Grace", "role": "administrator",
        "created_at": "2027-01-15T08:00:00Z", "removed_at": null,
    });
    assert_eq!(view, expected);
    assert_eq!(invitation["organization"], world.ours.to_string());
    assert_eq!(invitation["expires_at"], "2027-01-22T08:00:00Z");
    let path = format!("/api/v1/members/{id}");
    assert_eq!(added.header("location"), path);

    let found = call(&world, &owner, get(&path)).await;
    assert_eq!((found.status, found.json()), (200, expected.clone()));
    assert_eq!(found.header("etag"), "\"1\"");
    let listed = call(&world, &owner, get("/api/v1/members")).await.json();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 2);
    assert!(listed.contains(&expected));
    let token = invitation["token"].as_str().unwrap();
    for row in world.everything().await {
        assert!(!row.contains(token), "{row}");
    }
}

#[actix_web::test]
async fn no_two_members_sign_in_with_the_same_address() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let before = world.everything().await;
    let taken = add(&world, &owner, &owner.email.to_uppercase(), "auditor").await;
    let outcome = (409, "email_taken".to_owned(), Some("email".to_owned()));
    assert_eq!(taken.outcome(), outcome);
    assert_eq!(world.everything().await, before);
    // In another organization it is somebody else.
    let theirs = world.member_of(world.theirs, Role::Owner).await;
    assert_eq!(
        add(&world, &theirs, &owner.email, "auditor").await.status,
        201
    );
}

#[actix_web::test]
async fn a_role_changes_from_the_version_that_was_read_and_holds_at_once() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let ada = world.member(Role::Auditor).await;
    let path = format!("/api/v1/members/{}", ada.id);
    let change = |tag: &str| {
        patch(&path, &json!({"role": "administrator"})).insert_header(("If-Match", tag.to_owned()))
    };
    let stale = call(&world, &owner, change("\"9\"")).await;
    assert_eq!(stale.code(), (412, "precondition_failed".to_owned()));
    let changed = call(&world, &owner, change("\"1\"")).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(changed.header("etag"), "\"2\"");
    assert_eq!(changed.json()["role"], "administrator");
    let session = call(&world, &ada, get("/api/v1/session")).await.json();
    assert_eq!(session["member"]["role"], "administrator");
    let again = call(&world, &owner, change("*")).await;
    assert_eq!(
        again.header("etag"),
        "\"2\"",
        "the same role changes nothing"
    );
}

#[actix_web::test]
async fn who_is_removed_is_out_at_once_and_still_named() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let ada = world.member(Role::Administrator).await;
    let path = format!("/api/v1/members/{}", ada.id);
    for _ in 0..2 {
        let removed = call(&world, &owner, request("DELETE", &path)).await;
        assert_eq!((removed.status, &*removed.body), (204, ""));
    }
    let session = call(&world, &ada, get("/api/v1/session")).await;
    assert_eq!(session.code(), (401, "session_over".to_owned()));
    let listed = call(&world, &owner, get("/api/v1/members")).await;
    assert!(!listed.body.contains(&ada.email));
    let found = call(&world, &owner, get(&path)).await.json();
    assert_eq!(found["removed_at"], "2027-01-15T08:00:00Z");
    let body = json!({"role": "owner"});
    let changed = call(&world, &owner, patch(&path, &body)).await;
    assert_eq!(changed.code(), (409, "wrong_status".to_owned()));
    let invite = format!("{path}/invite");
    let invited = call(&world, &owner, request("POST", &invite)).await;
    assert_eq!(invited.code(), (404, "not_found".to_owned()));
    // The address is free again.
    assert_eq!(add(&world, &owner, &ada.email, "auditor").await.status, 201);
}

#[actix_web::test]
async fn the_last_owner_stays_an_owner() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let path = format!("/api/v1/members/{}", owner.id);
    let before = world.everything().await;
    let body = json!({"role": "auditor"});
    for request in [request("DELETE", &path), patch(&path, &body)] {
        let refused = call(&world, &owner, request).await;
        assert_eq!(refused.code(), (409, "last_owner".to_owned()));
    }
    assert_eq!(world.everything().await, before);
    world.member(Role::Owner).await;
    let changed = call(&world, &owner, patch(&path, &body)).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
}

#[actix_web::test]
async fn every_change_stands_in_the_trail_under_who_did_it() {
    let world = World::new().await;
    let owner = world.member(Role::Owner).await;
    let added = add(&world, &owner, "grace@example.com", "auditor").await;
    let path = format!("/api/v1/members/{}", added.json()["id"].as_str().unwrap());
    let invite = format!("{path}/invite");
    call(&world, &owner, patch(&path, &json!({"role": "owner"}))).await;
    call(&world, &owner, request("POST", &invite)).await;
    call(&world, &owner, request("DELETE", &path)).await;
    let trail = call(&world, &owner, get("/api/v1/trail?limit=4"))
        .await
        .json();
    let told: Vec<&Value> = trail
        .as_array()
        .or_else(|| trail["entries"].as_array())
        .unwrap()
        .iter()
        .map(|entry| &entry["action"])
        .collect();
    let expected = [
        "member.removed",
        "member.invited",
        "member.role_changed",
        "member.joined",
    ];
    assert_eq!(told, expected.map(Value::from).iter().collect::<Vec<_>>());
}
