//! Changing a key: another label, fewer scopes, narrower addresses, another rate limit.

use aiia_keys_domain::{Caller, Expiration, Label, Role};
use aiia_keys_usecases::key::{find, update};

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_renamed_and_narrowed_and_never_widened() {
    let world = World::new().await;
    let scopes = "read:universe read:findings write:findings";
    let id = world
        .key("ServiceNow Integration Key", scopes, Expiration::OneYear)
        .await;
    let browser = world.visit(Role::Administrator).await;
    browser.goto(&format!("/settings/keys/{id}")).await;
    browser.click(".head a[href$='/change']").await;
    browser.click("dialog input[value='write:findings']").await;
    browser
        .fill("dialog #label", "ServiceNow (read only)")
        .await;
    // The actions stay in sight, over what is below.
    browser
        .script("document.querySelector('dialog').scrollTop = 10000")
        .await;
    browser
        .click("dialog details:has(#rate_limit) summary")
        .await;
    browser.fill("dialog #rate_limit", "600/1m").await;
    browser.picture("change").await;
    browser.fill("dialog #rate_limit", "600").await;
    let blocks = "203.0.113.0/24 nonsense";
    browser.fill("dialog #sources", blocks).await;
    browser.click("dialog button.main").await;
    let wrong = browser.text("dialog #sources-error").await;
    assert!(wrong.contains("nonsense"), "{wrong}");
    let wrong = browser.text("dialog #rate_limit-error").await;
    assert!(wrong.ends_with("such as 600/1m."), "{wrong}");
    let label = browser.see("dialog #label").await;
    let label = label.prop("value").await.unwrap();
    assert_eq!(label.as_deref(), Some("ServiceNow (read only)"));
    browser.no_barriers().await;
    browser.fill("dialog #sources", "203.0.113.0/24").await;
    browser.fill("dialog #rate_limit", "600/1m").await;
    browser.click("dialog button.main").await;
    assert_eq!(
        browser.text(".notice.good").await,
        "The change is saved, and holds on every node."
    );
    assert_eq!(browser.text("h1").await, "ServiceNow (read only)");
    let page = browser.text("main").await;
    for told in [
        "took scopes from ServiceNow (read only): read:findings read:universe write:findings became read:findings read:universe",
        "renamed ServiceNow (read only) from “ServiceNow Integration Key” to “ServiceNow (read only)”",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }

    // What was taken away is not offered, and wider addresses are refused.
    browser.click(".head a[href$='/change']").await;
    browser.see("dialog #sources").await;
    assert_eq!(
        browser.count("dialog input[value='write:findings']").await,
        0
    );
    browser.fill("dialog #sources", "203.0.0.0/16").await;
    browser.click("dialog button.main").await;
    browser.see("dialog .error, dialog .notice.bad").await;
    let operator = Caller::operator(world.ours);
    let key = find::find(&world.env, &operator, id).await.unwrap().value;
    assert_eq!(key.data().sources.to_string(), "203.0.113.0/24");
    assert_eq!(key.data().scopes.to_string(), "read:findings read:universe");
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keys_own_rate_limit_is_widened_and_left_to_the_policy_again() {
    let world = World::new().await;
    let id = world
        .key("Reporting", "read:findings", Expiration::Days90)
        .await;
    let browser = world.visit(Role::Administrator).await;
    browser.scripts(false).await;
    let limit = async || {
        let operator = Caller::operator(world.ours);
        let key = find::find(&world.env, &operator, id).await.unwrap().value;
        key.data().rate_limit.map(|limit| limit.to_string())
    };
    for (before, typed, shown) in [
        ("", "5/1s", "5 requests per second"),
        ("5/1s", "6000/1m", "6000 requests per minute"),
        ("6000/1m", "", "None"),
    ] {
        browser.goto(&format!("/settings/keys/{id}/change")).await;
        if before.is_empty() {
            browser.click("details:has(#rate_limit) summary").await;
        }
        let field = browser.see("#rate_limit").await;
        let value = field.prop("value").await.unwrap();
        assert_eq!(value.as_deref(), Some(before));
        browser.fill("#rate_limit", typed).await;
        browser.click("main button.main").await;
        browser.see(".notice.good").await;
        let fact = browser.text(".facts dt:nth-of-type(4) + dd").await;
        assert_eq!(fact, shown);
        let expected = (!typed.is_empty()).then(|| typed.to_owned());
        assert_eq!(limit().await, expected);
    }
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_changed_meanwhile_is_told_and_stays() {
    let world = World::new().await;
    let id = world
        .key(
            "Reporting",
            "read:universe read:findings",
            Expiration::Days90,
        )
        .await;
    let browser = world.visit(Role::Administrator).await;
    browser.scripts(false).await;
    browser.goto(&format!("/settings/keys/{id}/change")).await;
    browser.fill("#label", "Mine").await;
    let operator = Caller::operator(world.ours);
    let theirs = update::Command {
        id,
        expected: None,
        label: Some(Label::new("Theirs").unwrap()),
        scopes: None,
        sources: None,
        rate_limit: None,
    };
    update::update(&world.env, &operator, theirs).await.unwrap();
    browser.click("main button.main").await;
    let said = browser.text(".notice.bad").await;
    assert!(
        said.starts_with("The key was changed by somebody else"),
        "{said}"
    );
    let shown = browser.see("#label").await.prop("value").await.unwrap();
    assert_eq!(shown.as_deref(), Some("Theirs"));
    browser.fill("#label", "Mine after all").await;
    browser.click("main button.main").await;
    // The form has a heading as well, which goes away.
    browser.see(".notice.good").await;
    assert_eq!(browser.text("h1").await, "Mine after all");
    browser.end(world).await;
}
