//! What attackers try.

use aiia_keys_domain::{Expiration, KeyId, Role, Status};
use aiia_keys_usecases::key::find;
use serde_json::json;

use crate::support::World;

/// Texts that would run as a script, or break out of where they stand.
const CORPUS: [&str; 7] = [
    "<script>window.hurt=1</script>",
    "\"><img src=x onerror=window.hurt=1>",
    "' autofocus onfocus='window.hurt=1",
    "</title></textarea><svg onload=window.hurt=1>",
    "javascript:window.hurt=1//",
    "&lt;b&gt;${window.hurt=1}{{7*7}}",
    "]]><!--<img src=x onerror=window.hurt=1>",
];

async fn status(world: &World, id: KeyId) -> Status {
    let operator = aiia_keys_domain::Caller::operator(world.ours);
    let key = find::find(&world.env, &operator, id).await.unwrap().value;
    key.status(world.env.clock.now())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_not_ours_changes_nothing() {
    let world = World::new().await;
    let id = world
        .key("Reporting", "read:findings", Expiration::Days90)
        .await;
    let browser = world.visit(Role::Administrator).await;
    let target = format!("{}/settings/keys/{id}/revoke", world.base);
    // A page of another site, which the victim opens.
    let page = format!(
        "data:text/html,<form method=post action={target}><button>win a prize</button></form>"
    );
    browser.client.goto(&page).await.unwrap();
    browser.click("button").await;
    browser.hold("return location.protocol === 'http:'").await;
    assert_eq!(status(&world, id).await, Status::Active);

    // The same from this site, without the token.
    world
        .sign_in(&browser, "example-audit", Role::Administrator)
        .await;
    browser.goto(&format!("/settings/keys/{id}/revoke")).await;
    browser
        .script("document.querySelector('main input[name=token]').value = '00'.repeat(32)")
        .await;
    browser.click("main button.bad").await;
    browser.hold("return document.querySelector('h1').textContent === 'The form belongs to another session'").await;
    assert_eq!(status(&world, id).await, Status::Active);

    // The same from a page on this machine that is another origin.
    let attempt = format!(
        "return fetch('{}', {{ method: 'POST', mode: 'no-cors', credentials: 'include' }}).then(() => 'sent', () => 'refused')",
        target.replace("127.0.0.1", "localhost"),
    );
    assert_eq!(
        browser.script(&attempt).await,
        "refused",
        "the page's own policy forbids it"
    );
    assert_eq!(status(&world, id).await, Status::Active);
    browser.complaints().await;
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_cannot_be_framed_cached_or_made_to_load_anything() {
    let world = World::new().await;
    let browser = world.visit(Role::Owner).await;
    for path in [
        "/settings/keys",
        "/settings/keys/new",
        "/settings/trail",
        "/settings/policy",
        "/sign-in",
        "/settings/members",
        "/invitation",
        "/settings/keys/nonsense",
    ] {
        let script =
            format!("return fetch('{path}').then((answer) => Object.fromEntries(answer.headers))");
        let headers = browser.script(&script).await;
        let policy = headers["content-security-policy"].as_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(
            policy.contains("form-action 'self'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(headers["x-frame-options"], "DENY", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
    }
    browser.complaints().await;
    let frame = format!(
        "data:text/html,<iframe src={}/sign-in></iframe>",
        world.base
    );
    browser.client.goto(&frame).await.unwrap();
    browser.client.enter_frame(0).await.unwrap();
    assert_eq!(browser.count("#password").await, 0, "the frame stays empty");
    browser.client.enter_parent_frame().await.unwrap();
    browser.complaints().await;
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_stand_as_they_were_written_and_never_run() {
    let world = World::new().await;
    for text in CORPUS {
        world.key(text, "read:findings", Expiration::Days90).await;
        world.member(text).await;
    }
    let browser = world.visit(Role::Owner).await;
    browser
        .goto(&format!(
            "/settings/keys?q={}",
            "%22%3E%3Cscript%3Ewindow.hurt%3D1%3C%2Fscript%3E"
        ))
        .await;
    browser.see("#results").await;
    for path in ["/settings/keys", "/settings/trail", "/settings/members"] {
        browser.goto(path).await;
        let text = browser.text("main").await;
        for attack in CORPUS {
            assert!(text.contains(attack), "{attack} on {path}: {text}");
        }
        assert_eq!(
            browser.script("return window.hurt ?? null").await,
            json!(null),
            "{path}"
        );
    }
    browser.goto("/settings/keys/new").await;
    browser.fill("#label", CORPUS[1]).await;
    browser.script("document.querySelector('#sources').value = '</textarea><script>window.hurt=1</script>'").await;
    browser.click("main button.main").await;
    browser.see("#scopes-error").await;
    let label = browser.see("#label").await.prop("value").await.unwrap();
    assert_eq!(label.as_deref(), Some(CORPUS[1]));
    assert_eq!(
        browser.script("return window.hurt ?? null").await,
        json!(null)
    );
    browser.goto("/settings/keys").await;
    browser
        .click("tbody tr:nth-child(3) a[href$='/revoke']")
        .await;
    browser.fill("dialog #reason", CORPUS[0]).await;
    browser.click("dialog button.bad").await;
    browser.see(".notice.good").await;
    browser.goto("/settings/trail?action=key.revoked").await;
    assert!(browser.text("main").await.contains(CORPUS[0]));
    assert_eq!(
        browser.script("return window.hurt ?? null").await,
        json!(null)
    );
    // The organization's name stands on every page.
    world.sign_in(&browser, "other-audit", Role::Owner).await;
    assert!(
        browser
            .text(".who")
            .await
            .contains("<script>window.hurt=1</script>")
    );
    assert_eq!(
        browser.script("return window.hurt ?? null").await,
        json!(null)
    );
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_nowhere_once_its_page_was_left() {
    let world = World::new().await;
    let browser = world.visit(Role::Administrator).await;
    browser.goto("/settings/keys/new").await;
    browser.fill("#label", "Shown on a page of its own").await;
    browser.click("input[value='read:findings']").await;
    browser.click("main button.main").await;
    let secret = browser.text("#secret").await;
    let kept = "return [location.href, document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), JSON.stringify(history.state)].join()";
    let kept = browser.script(kept).await;
    assert!(!kept.as_str().unwrap().contains(&secret), "{kept}");
    browser.client.refresh().await.unwrap();
    assert_eq!(
        browser.text("h1").await,
        "Shown on a page of its own",
        "the key's page, and not another key"
    );
    assert!(!browser.client.source().await.unwrap().contains(&secret));

    browser.goto("/settings/keys/new").await;
    browser.fill("#label", "Left by going elsewhere").await;
    browser.click("input[value='read:findings']").await;
    browser.click("main button.main").await;
    let secret = browser.text("#secret").await;
    browser.goto("/settings/trail").await;
    browser.client.back().await.unwrap();
    browser
        .hold("return document.readyState === 'complete'")
        .await;
    assert!(
        !browser.client.source().await.unwrap().contains(&secret),
        "going back shows it again"
    );
    browser.end(world).await;
}
