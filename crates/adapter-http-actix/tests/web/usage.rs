//! How a key is used, where people look for it.

use aiia_keys_domain::{Role, Status};
use aiia_keys_usecases::key::find;

use crate::support::{PHONE, World};

#[tokio::test(flavor = "multi_thread")]
async fn the_use_of_a_key_is_shown_and_asked_about_before_it_is_revoked() {
    let world = World::new().await;
    let used = [
        ("read:findings", 30),
        ("admin:keys", 2),
        ("read:universe", 9),
    ];
    let scopes = "read:universe read:findings write:findings";
    let id = world
        .used_key("ServiceNow Integration Key", scopes, &used)
        .await;
    world.used_key("Group reporting", "read:*", &[]).await;
    let browser = world.visit(Role::Administrator).await;
    let list = browser.text("tbody").await;
    assert!(
        list.contains("just now") && list.contains("Never"),
        "{list}"
    );
    let words = "return document.querySelector('tbody svg.spark').getAttribute('aria-label')";
    assert_eq!(browser.script(words).await, "39 uses in the last 30 days");
    browser.no_barriers().await;
    browser.picture("keys").await;
    let apart = "const chart = document.querySelector('tbody svg.spark'); \
        const above = chart.closest('td').querySelector('time'); \
        return chart.getBoundingClientRect().top - above.getBoundingClientRect().bottom >= 4";
    assert_eq!(browser.script(apart).await, true);
    browser.dark(true).await;
    browser.picture("keys-dark").await;
    browser.dark(false).await;

    browser.goto(&format!("/settings/keys/{id}")).await;
    let page = browser.text("main").await;
    assert!(
        page.contains("This key never used write:findings: rotate it without."),
        "{page}"
    );
    assert!(page.contains("read:findings 30 0"), "{page}");
    assert!(page.contains("The key lacked the scope 2"), "{page}");
    browser.no_barriers().await;
    browser.picture("key").await;
    browser
        .script("document.querySelector('.sentence').closest('section').scrollIntoView()")
        .await;
    browser.picture("key-use").await;
    browser.size(PHONE).await;
    let wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assert_eq!(browser.script(wide).await, false, "nothing sticks out");
    browser.picture("key-phone").await;
    browser.size(crate::support::DESKTOP).await;
    browser.click("a[href$='without=write:findings']").await;
    browser.see("dialog[open] #overlap").await;
    let chosen = "return [...document.querySelectorAll('dialog input[name=scope]:checked')].map((box) => box.value).join()";
    assert_eq!(browser.script(chosen).await, "read:universe,read:findings");
    browser.click("dialog [data-close]").await;

    browser.click(".head a[href$='/revoke']").await;
    browser.fill("dialog #confirm", "ServiceNow").await;
    browser.click("dialog button.bad").await;
    browser.see("dialog #confirm-error").await;
    browser.no_barriers().await;
    browser.picture("revoke").await;
    let operator = aiia_keys_domain::Caller::operator(world.ours);
    let key = find::find(&world.env, &operator, id).await.unwrap().value;
    assert_eq!(key.status(world.env.clock.now()), Status::Active);
    browser
        .fill("dialog #confirm", "ServiceNow Integration Key")
        .await;
    browser.click("dialog button.bad").await;
    browser.see(".notice.good").await;
    browser.end(world).await;
}
