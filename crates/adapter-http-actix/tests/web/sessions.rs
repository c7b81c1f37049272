//! Signing in and out, and sessions that end.

use std::time::Duration;

use aiia_keys_domain::{Expiration, Role, Status};
use aiia_keys_usecases::key::find;

use crate::support::{Browser, PHONE, World};

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_is_asked_to_and_leaves_again() {
    let world = World::new().await;
    let browser = Browser::start(&world.base).await;
    browser.goto("/").await;
    browser.see("#password").await;
    assert_eq!(browser.place().await, "/sign-in");
    browser.picture("sign-in").await;
    browser.fill("#organization", "Example Audit").await;
    browser.fill("#email", "owner@example.com").await;
    browser.fill("#password", "not the password at all").await;
    browser.click("button.main").await;
    browser.see("#organization-error").await;
    browser.no_barriers().await;
    browser.fill("#organization", "example-audit").await;
    browser.fill("#password", "not the password at all").await;
    browser.click("button.main").await;
    assert_eq!(
        browser.text(".notice.bad").await,
        "Organization, email and password do not belong together."
    );
    world.sign_in(&browser, "example-audit", Role::Owner).await;
    browser.click(".who button").await;
    assert_eq!(browser.text(".notice.good").await, "You are signed out.");
    browser.goto("/settings/keys").await;
    assert_eq!(browser.place().await, "/sign-in");
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_elsewhere_is_told_of() {
    let world = World::new().await;
    let id = world
        .key("Reporting", "read:findings", Expiration::Days90)
        .await;
    let browser = world.visit(Role::Administrator).await;
    world.clock.advance(Duration::from_hours(13));
    browser.size(PHONE).await;
    browser.click("tbody a[href$='/revoke']").await;
    browser.see("#password").await;
    assert_eq!(
        browser.text(".notice").await,
        "Your session has ended. Sign in again to go on."
    );
    let operator = aiia_keys_domain::Caller::operator(world.ours);
    let key = find::find(&world.env, &operator, id).await.unwrap().value;
    assert_eq!(key.status(world.env.clock.now()), Status::Active);
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_one_tenant_does_nothing_once_another_one_is_signed_in() {
    let world = World::new().await;
    let id = world
        .key("Reporting", "read:findings", Expiration::Days90)
        .await;
    let browser = world.visit(Role::Administrator).await;
    browser.goto(&format!("/settings/keys/{id}/revoke")).await;
    let first = browser.client.window().await.unwrap();
    let second = browser.client.new_window(true).await.unwrap().handle;
    browser.client.switch_to_window(second).await.unwrap();
    world
        .sign_in(&browser, "other-audit", Role::Administrator)
        .await;
    assert_eq!(
        browser.text(".empty h2").await,
        "No keys yet",
        "of the other tenant"
    );
    browser.goto(&format!("/settings/keys/{id}")).await;
    assert_eq!(browser.text("h1").await, "There is nothing here");
    browser.client.switch_to_window(first).await.unwrap();
    browser.click("main button.bad").await;
    browser.hold("return document.querySelector('h1').textContent === 'The form belongs to another session'").await;
    browser.no_barriers().await;
    let operator = aiia_keys_domain::Caller::operator(world.ours);
    let key = find::find(&world.env, &operator, id).await.unwrap().value;
    assert_eq!(key.status(world.env.clock.now()), Status::Active);
    browser.end(world).await;
}
