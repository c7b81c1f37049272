//! Members.

use aiia_keys_domain::Role;

use crate::support::{Browser, World};

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_invites_a_member_who_sets_a_password_and_signs_in() {
    let world = World::new().await;
    let browser = world.visit(Role::Owner).await;
    browser.goto("/settings/members").await;
    browser.see("tbody tr").await;
    browser.picture("members").await;
    browser.click(".head a[data-dialog]").await;
    browser.fill("dialog #name", "A second auditor").await;
    browser.fill("dialog #email", "auditor@example.com").await;
    browser.click("dialog button.main").await;
    let taken = browser.text("dialog #email-error").await;
    assert_eq!(
        taken,
        "Email auditor@example.com belongs to a member already."
    );
    browser.no_barriers().await;
    browser.fill("dialog #email", "second@example.com").await;
    browser.click("dialog button.main").await;
    let link = browser.text("dialog #secret").await;
    browser.no_barriers().await;
    browser.picture("invitation").await;
    browser.click("dialog a.main").await;
    browser
        .hold("return document.querySelectorAll('tbody tr').length === 4")
        .await;
    browser
        .click("tbody tr:nth-child(1) a[href$='/role']")
        .await;
    browser.click("dialog input[value=owner]").await;
    browser.click("dialog button.main").await;
    assert!(
        browser
            .text(".notice.good")
            .await
            .starts_with("The role is changed.")
    );

    let guest = Browser::start(&world.base).await;
    guest.client.goto(&link).await.unwrap();
    guest
        .hold("return document.querySelector('#code').value.length > 60 && location.hash === ''")
        .await;
    guest.no_barriers().await;
    guest.fill("#password", "short").await;
    guest.click("button.main").await;
    guest.see("#password-error").await;
    guest
        .fill("#password", "another horse, another battery")
        .await;
    guest.click("button.main").await;
    assert_eq!(
        guest.text(".notice.good").await,
        "Your password is set. Sign in with it."
    );
    guest.fill("#organization", "example-audit").await;
    guest.fill("#email", "second@example.com").await;
    guest
        .fill("#password", "another horse, another battery")
        .await;
    guest.click("button.main").await;
    guest.see("#results").await;
    guest.client.goto(&link).await.unwrap();
    guest
        .fill("#password", "another horse, another battery")
        .await;
    guest.click("button.main").await;
    assert!(
        guest
            .text(".notice.bad")
            .await
            .starts_with("The invitation was accepted before")
    );
    guest.close().await;
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_sign_out_everywhere_and_owners_anyone() {
    let world = World::new().await;
    let owner = world.visit(Role::Owner).await;
    let auditor = world.visit(Role::Auditor).await;
    auditor.goto("/settings/members").await;
    let own = "tbody a[href$='/sign-out']";
    assert_eq!(auditor.count(own).await, 1, "their own alone");
    owner.goto("/settings/members").await;
    assert_eq!(owner.count(own).await, 3);
    owner
        .click("tbody tr:nth-child(2) a[href$='/sign-out']")
        .await;
    owner.click("dialog button.main").await;
    assert_eq!(
        owner.text(".notice.good").await,
        "The member is signed out everywhere."
    );
    auditor.goto("/settings/members").await;
    assert_eq!(
        auditor.text(".notice").await,
        "Your session has ended. Sign in again to go on."
    );

    // Without a script, and for oneself.
    world
        .sign_in(&auditor, "example-audit", Role::Auditor)
        .await;
    auditor.scripts(false).await;
    auditor.goto("/settings/members").await;
    auditor.click(own).await;
    auditor.click("main button.main").await;
    assert_eq!(
        auditor.text(".notice.good").await,
        "You are signed out on every device."
    );
    auditor.close().await;
    owner.end(world).await;
}
