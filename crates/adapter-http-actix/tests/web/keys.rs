//! Generating, rotating and revoking keys, with JavaScript.

use aiia_keys_domain::{Expiration, Role};
use aiia_keys_usecases::verify;
use serde_json::json;

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_generated_in_a_dialog_and_shown_once() {
    let world = World::new().await;
    let browser = world.visit(Role::Administrator).await;
    assert_eq!(browser.text(".empty h2").await, "No keys yet");
    browser.no_barriers().await;
    browser.picture("keys-empty").await;
    // The picture of a button is as that of every other button, wherever it stands.
    let look = "const [head, empty] = ['.head', '.empty'].map((place) => \
        getComputedStyle(document.querySelector(`${place} .button .icon`))); \
        return [head.color === empty.color, head.width === empty.width]";
    assert_eq!(browser.script(look).await, json!([true, true]));

    browser.click(".empty a[data-dialog]").await;
    browser.see("dialog[open] #label").await;
    assert_eq!(
        browser.place().await,
        "/settings/keys",
        "the dialog is over the list"
    );
    browser.click("dialog button[type=submit]").await;
    assert_eq!(
        browser.count("dialog [aria-invalid=true]").await,
        0,
        "the browser asks for the label"
    );

    browser
        .fill("dialog #label", "ServiceNow Integration Key")
        .await;
    browser.click("dialog button[type=submit]").await;
    assert_eq!(
        browser.text("dialog #scopes-error").await,
        "Choose at least one scope."
    );
    assert_eq!(
        browser
            .see("dialog #label")
            .await
            .prop("value")
            .await
            .unwrap()
            .unwrap(),
        "ServiceNow Integration Key"
    );
    browser.no_barriers().await;
    browser.picture("generate-error").await;

    browser
        .click("dialog a[data-preset='read:findings write:findings']")
        .await;
    let words = browser.text("dialog [data-sentence]").await;
    assert!(
        words.starts_with("This key will be able to read findings"),
        "{words}"
    );
    assert!(words.ends_with("Nothing else."), "{words}");
    browser.picture("generate").await;
    browser.click("dialog button[type=submit]").await;

    let secret = browser.text("dialog #secret").await;
    assert!(secret.starts_with("aiia_key_live_"), "{secret}");
    verify::verify(&world.env, &secret, None, None)
        .await
        .expect("the key that is shown works");
    browser.no_barriers().await;
    browser.picture("shown-once").await;
    let done = browser.see("dialog [data-guard] button").await;
    assert!(
        !done.is_enabled().await.unwrap(),
        "before it is copied or stored"
    );
    browser.click("dialog [data-copy]").await;
    browser
        .hold("return document.querySelector('dialog [data-copy] span').textContent === 'Copied'")
        .await;
    let copied = browser.client.execute_async(
        "const done = arguments[0]; navigator.clipboard.readText().then(done, (error) => done(String(error)))",
        vec![],
    );
    browser
        .devtools(
            "Browser.grantPermissions",
            serde_json::json!({ "permissions": ["clipboardReadWrite"] }),
        )
        .await;
    assert_eq!(copied.await.unwrap(), secret.as_str());
    done.click().await.unwrap();

    browser.see("tr.new").await;
    assert_eq!(
        browser.text("tr.new th a").await,
        "ServiceNow Integration Key"
    );
    let page = browser.client.source().await.unwrap();
    assert!(!page.contains(&secret), "the list shows the mask alone");
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_rotated_and_revoked_and_its_page_tells() {
    let world = World::new().await;
    let id = world
        .key(
            "Reporting",
            "read:universe read:findings",
            Expiration::OneYear,
        )
        .await;
    world
        .clock
        .advance(std::time::Duration::from_hours(24 * 100));
    let browser = world.visit(Role::Administrator).await;
    let status = browser.text("tbody td[data-column=Status]").await;
    assert_eq!(status, "Active\nrotation due");

    browser.click("tbody a[href$='/rotate']").await;
    browser.see("dialog[open] #overlap").await;
    browser.picture("rotate").await;
    browser.click("dialog button[type=submit]").await;
    let secret = browser.text("dialog #secret").await;
    assert!(
        browser
            .text("dialog .sentence")
            .await
            .contains("works until 26 Apr 2027")
    );
    browser.click("dialog [data-stored]").await;
    browser.click("dialog [data-guard] button").await;
    browser.see("tr.new").await;
    verify::verify(&world.env, &secret, None, None)
        .await
        .expect("the successor works");

    browser.goto(&format!("/settings/keys/{id}/rotate")).await;
    let refused = browser.text(".notice.caution").await;
    assert!(
        refused.starts_with("This key was rotated before."),
        "{refused}"
    );
    browser.no_barriers().await;
    browser.goto(&format!("/settings/keys/{id}")).await;
    let page = browser.text("main").await;
    assert!(
        page.contains("Replaced by\nReporting, works until 26 Apr 2027, 08:00 UTC"),
        "{page}"
    );
    browser.no_barriers().await;

    browser.click(".head a[href$='/revoke']").await;
    browser.fill("dialog #reason", "The report moved").await;
    browser.click("dialog button[type=submit]").await;
    browser.see(".notice.good").await;
    assert!(
        browser
            .text(".notice.good")
            .await
            .starts_with("Reporting is revoked")
    );
    browser.goto(&format!("/settings/keys/{id}")).await;
    let page = browser.text("main").await;
    assert!(
        page.contains("revoked Reporting: “The report moved”"),
        "{page}"
    );
    browser.end(world).await;
}
