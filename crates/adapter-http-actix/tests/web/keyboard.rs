//! With a keyboard alone.

use aiia_keys_domain::Expiration;
use fantoccini::key::Key;

use crate::support::{Browser, World};

async fn tab_to(browser: &Browser, wanted: &str) {
    let mut seen = Vec::new();
    for _ in 0..40 {
        browser.press(&[Key::Tab.into()]).await;
        let at = browser.focus().await;
        if at == wanted {
            return;
        }
        seen.push(at);
    }
    panic!("Tab never came to {wanted}: {seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_generated_and_revoked_without_a_pointer() {
    let world = World::new().await;
    world
        .key("Reporting", "read:findings", Expiration::Days90)
        .await;
    let browser = Browser::start(&world.base).await;
    browser.goto("/sign-in").await;
    tab_to(&browser, "organization").await;
    browser.type_in("example-audit").await;
    browser.press(&[Key::Tab.into()]).await;
    browser.type_in("administrator@example.com").await;
    browser.press(&[Key::Tab.into()]).await;
    browser.type_in(crate::support::PASSWORD).await;
    browser.press(&[Key::Enter.into()]).await;
    browser.see("#results").await;

    // The way past the navigation comes first.
    browser.press(&[Key::Tab.into()]).await;
    assert_eq!(browser.focus().await, "Skip to content");
    tab_to(&browser, "Generate key").await;
    browser.press(&[Key::Enter.into()]).await;
    browser.see("dialog[open] #label").await;
    assert_eq!(
        browser.focus().await,
        "label",
        "the first field has the focus"
    );
    browser.type_in("By keyboard").await;
    tab_to(&browser, "read:findings").await;
    browser.press(&[' ']).await;
    tab_to(&browser, "Generate key").await;
    // The focus stays within the dialog.
    for _ in 0..12 {
        browser.press(&[Key::Tab.into()]).await;
        let inside = "const at = document.activeElement; return at === document.body || document.querySelector('dialog').contains(at)";
        assert_eq!(browser.script(inside).await, true);
    }
    tab_to(&browser, "Generate key").await;
    browser.press(&[Key::Enter.into()]).await;
    browser.see("dialog #secret").await;
    browser.press(&[Key::Escape.into()]).await;
    browser.see("dialog #secret").await;
    tab_to(&browser, "on").await;
    browser.press(&[' ']).await;
    tab_to(&browser, "Done").await;
    browser.press(&[Key::Enter.into()]).await;
    browser.see("tr.new").await;

    tab_to(&browser, "Revoke By keyboard").await;
    browser.press(&[Key::Enter.into()]).await;
    browser.see("dialog[open] #reason").await;
    browser.press(&[Key::Escape.into()]).await;
    browser.see_no("dialog[open]").await;
    assert_eq!(
        browser.focus().await,
        "Revoke By keyboard",
        "the focus returns where it was"
    );
    browser.press(&[Key::Enter.into()]).await;
    browser.see("dialog[open] #reason").await;
    tab_to(&browser, "Revoke key").await;
    browser.press(&[Key::Enter.into()]).await;
    browser.see(".notice.good").await;
    browser.end(world).await;
}
