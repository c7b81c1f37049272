//! The first start of an empty system, by the link that it prints.

use fantoccini::key::Key;

use crate::support::{Browser, PASSWORD, World};

/// The fields in their order, and what is typed into them.
const FIELDS: [(&str, &str); 5] = [
    ("organization", "example-audit"),
    ("organization_name", "Example Audit"),
    ("name", "Ada Lovelace"),
    ("email", "ada@example.com"),
    ("password", PASSWORD),
];

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_system_is_set_up_by_keyboard_alone() {
    let (world, link) = World::first_start().await;
    let browser = Browser::start(&world.base).await;
    browser.size((1120, 1000)).await;
    browser.goto(&link).await;
    browser.see("#organization").await;
    browser.no_barriers().await;
    browser.picture("setup").await;
    for (field, text) in FIELDS {
        browser.press(&[Key::Tab.into()]).await;
        while browser.focus().await != field {
            browser.press(&[Key::Tab.into()]).await;
        }
        let text = if field == "password" {
            "too short"
        } else {
            text
        };
        browser.type_in(text).await;
    }
    browser.press(&[Key::Enter.into()]).await;
    browser.see("#password-error").await;
    assert_eq!(browser.focus().await, "password", "where it can be mended");
    browser.no_barriers().await;
    browser.picture("setup-error").await;
    browser.type_in(PASSWORD).await;
    browser.press(&[Key::Enter.into()]).await;
    assert_eq!(browser.text(".empty h2").await, "No keys yet");
    let who = browser.text(".who span").await;
    assert_eq!(who, "Example Audit · Ada Lovelace (owner)");

    browser.goto(&link).await;
    assert_eq!(
        browser.text("h1").await,
        "There is nothing here",
        "the link works once"
    );
    browser.no_barriers().await;
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_system_is_set_up_without_javascript() {
    let (world, link) = World::first_start().await;
    let browser = Browser::start(&world.base).await;
    browser.scripts(false).await;
    browser.goto(&link).await;
    for (field, text) in FIELDS {
        browser.fill(&format!("#{field}"), text).await;
    }
    browser.fill("#organization", "Example Audit").await;
    browser.click("button.main").await;
    browser.see("#organization-error").await;
    let kept = browser.see("#email").await.prop("value").await.unwrap();
    assert_eq!(kept.as_deref(), Some("ada@example.com"));
    browser.fill("#organization", "example-audit").await;
    browser.fill("#password", PASSWORD).await;
    browser.click("button.main").await;
    assert_eq!(browser.text(".empty h2").await, "No keys yet");
    browser.end(world).await;
}
