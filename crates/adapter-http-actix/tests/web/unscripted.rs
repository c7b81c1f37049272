//! Listing, generating and revoking without JavaScript.

use aiia_keys_domain::{Role, Status};
use aiia_keys_usecases::{key::list, verify};

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_listed_generated_and_revoked_without_javascript() {
    let world = World::new().await;
    let browser = world.visit(Role::Administrator).await;
    browser.scripts(false).await;
    browser.goto("/settings/keys").await;
    browser.click(".head a.main").await;
    assert_eq!(browser.place().await, "/settings/keys/new");
    browser.fill("#label", "Evidence upload").await;
    browser.click("input[value=custom]").await;
    browser.see("#last_day").await;
    browser.click("main button.main").await;
    assert_eq!(
        browser.text("#expiration-error").await,
        "Choose the last day, such as 2027-12-31."
    );
    assert_eq!(
        browser.text("#scopes-error").await,
        "Choose at least one scope."
    );
    let label = browser.see("#label").await.prop("value").await.unwrap();
    assert_eq!(
        label.as_deref(),
        Some("Evidence upload"),
        "nothing typed is lost"
    );
    browser.click("input[value='write:evidence']").await;
    browser.click("input[value='30d']").await;
    browser.click("main button.main").await;

    let secret = browser.text("#secret").await;
    verify::verify(&world.env, &secret, None, None)
        .await
        .expect("the key that is shown works");
    // Loading anew sends the form again.
    browser.client.refresh().await.unwrap();
    assert_eq!(browser.text("h1").await, "Generated already");
    browser.scripts(true).await;
    browser.no_barriers().await;
    browser.scripts(false).await;
    assert!(!browser.client.source().await.unwrap().contains(&secret));
    browser.click("main a.main").await;
    assert_eq!(browser.text("h1").await, "Evidence upload");
    browser.goto("/settings/keys/new").await;
    browser.fill("#label", "Evidence upload 2").await;
    browser.click("input[value='write:evidence']").await;
    browser.click("main button.main").await;
    let secret = browser.text("#secret").await;
    browser.click("[data-guard] button").await;
    assert_eq!(
        browser.text("#secret").await,
        secret,
        "the browser asks for the tick"
    );
    browser.click("[data-stored]").await;
    browser.click("[data-guard] button").await;
    browser.see("tr.new").await;
    assert!(!browser.client.source().await.unwrap().contains(&secret));
    browser.client.back().await.unwrap();
    assert!(
        !browser.client.source().await.unwrap().contains(&secret),
        "going back shows it again"
    );

    browser.goto("/settings/keys").await;
    browser.fill("#filter-q", "EVIDENCE upload 2").await;
    browser.click("form.bar button").await;
    browser.see("tbody tr").await;
    assert!(browser.place().await.contains("q=EVIDENCE+upload+2"));
    browser.click("tbody a[href$='/revoke']").await;
    browser.fill("#reason", "No longer needed").await;
    browser.click("main button.bad").await;
    assert!(
        browser
            .text(".notice.good")
            .await
            .starts_with("Evidence upload 2 is revoked")
    );
    let caller = aiia_keys_domain::Caller::operator(world.ours);
    let page = list::list(&world.env, &caller, list::Query::default())
        .await
        .unwrap();
    let now = world.env.clock.now();
    let mut statuses: Vec<Status> = page.items.iter().map(|key| key.value.status(now)).collect();
    statuses.sort();
    assert_eq!(
        statuses,
        [Status::Active, Status::Revoked],
        "two keys, not three"
    );
    browser.end(world).await;
}
