//! The audit trail and the policy.

use aiia_keys_domain::{Expiration, Role};

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_tells_in_words_and_is_whole_until_it_is_tampered_with() {
    let world = World::new().await;
    world
        .key("Reporting", "read:findings", Expiration::Days90)
        .await;
    let browser = world.visit(Role::Auditor).await;
    assert_eq!(
        browser.count("a[data-dialog]").await,
        0,
        "an auditor changes nothing"
    );
    browser.goto("/settings/trail").await;
    browser.see("tbody tr").await;
    assert!(
        browser
            .text("main")
            .await
            .contains("generated Reporting with read:findings, until 15 Apr 2027")
    );
    browser.picture("trail").await;
    let exported = browser
        .script("return fetch('/settings/trail.jsonl').then((answer) => answer.text())")
        .await;
    let lines: Vec<serde_json::Value> = exported
        .as_str()
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let sequences: Vec<u64> = lines
        .iter()
        .map(|entry| entry["sequence"].as_u64().unwrap())
        .collect();
    assert_eq!(sequences, (1..=8).collect::<Vec<u64>>());
    let csv = browser
        .script("return fetch('/settings/trail.csv').then((answer) => answer.text())")
        .await;
    assert_eq!(csv.as_str().unwrap().trim_end().split("\r\n").count(), 9);
    browser.script("document.querySelector('#filter-action').value = 'key.generated'; document.querySelector('#filter-action').dispatchEvent(new Event('input', { bubbles: true }))").await;
    browser
        .hold("return document.querySelectorAll('tbody tr').length === 1")
        .await;
    assert!(
        browser
            .text("#results")
            .await
            .contains("An excerpt has gaps, so its chain cannot be checked")
    );
    browser.no_barriers().await;
    let link =
        "return document.querySelector('#results a[href*=\"trail.jsonl\"]').getAttribute('href')";
    let link = browser.script(link).await;
    assert_eq!(link, "/settings/trail.jsonl?action=key%2Egenerated");
    for (link, lines) in [
        (link.as_str().unwrap(), 1),
        ("/settings/trail.csv?action=key%2Egenerated", 2),
    ] {
        let script = format!(
            "return fetch('{link}').then(async (answer) => [answer.headers.get('content-disposition'), await answer.text()])"
        );
        let excerpt = browser.script(&script).await;
        let name = excerpt[0].as_str().unwrap();
        assert!(
            name.starts_with("attachment; filename=\"trail-excerpt."),
            "{name}"
        );
        assert_eq!(
            excerpt[1].as_str().unwrap().lines().count(),
            lines,
            "{excerpt}"
        );
        assert!(
            excerpt[1].as_str().unwrap().contains("key.generated"),
            "{excerpt}"
        );
    }
    browser.click("a[href$='?check']").await;
    assert!(
        browser
            .text(".notice.good")
            .await
            .starts_with("The chain is whole. 8 entries were checked.")
    );
    world.tamper().await;
    browser.client.refresh().await.unwrap();
    assert!(
        browser
            .text(".notice.bad")
            .await
            .starts_with("The trail was tampered with.")
    );
    browser.no_barriers().await;
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_policy_forbids_is_shown_as_such() {
    let world = World::new().await;
    let browser = world.visit(Role::Owner).await;
    browser.goto("/settings/policy").await;
    browser.see("#lifetime").await;
    browser.fill("#rotation", "91").await;
    browser.click("main button.main").await;
    browser.see("#rotation-error").await;
    browser.no_barriers().await;
    browser.fill("#rotation", "30").await;
    browser.fill("#lifetime", "60").await;
    browser.fill("#rate_limit", "600").await;
    browser.click("main button.main").await;
    let wrong = browser.text("#rate_limit-error").await;
    assert!(wrong.ends_with("such as 600/1m."), "{wrong}");
    browser.fill("#rate_limit", "600/1m").await;
    browser.click("input[value='admin:sync']").await;
    browser.click("input[name=sources_required]").await;
    browser.click("main button.main").await;
    assert!(
        browser
            .text(".notice.good")
            .await
            .starts_with("The policy is saved.")
    );
    // What was wrong before is mended, and is not said any more.
    let wrong = browser.count(".error, [aria-invalid=true]").await;
    assert_eq!(wrong, 0);
    let limit = browser.see("#rate_limit").await;
    let limit = limit.prop("value").await.unwrap();
    assert_eq!(limit.as_deref(), Some("600/1m"));
    browser.picture("policy").await;
    browser.goto("/settings/keys/new").await;
    for refused in [
        "input[value='90d']",
        "input[value='1y']",
        "input[value='admin:sync']",
    ] {
        assert!(
            !browser.see(refused).await.is_enabled().await.unwrap(),
            "{refused}"
        );
    }
    let page = browser.text("main").await;
    assert!(
        page.contains("Your organization's policy allows 60 days at most."),
        "{page}"
    );
    assert!(
        page.contains("Your organization's policy does not let keys have this."),
        "{page}"
    );
    browser.no_barriers().await;
    browser.picture("generate-policy").await;
    // What is not seen, such as the token of the form, makes no gap above the first field.
    let gap = "const card = document.querySelector('form.card'); \
        const top = card.querySelector('.field').getBoundingClientRect().top - card.getBoundingClientRect().top; \
        return top - parseFloat(getComputedStyle(card).paddingTop) - card.clientTop";
    assert_eq!(browser.script(gap).await, 0);
    browser.fill("#label", "Reporting").await;
    browser.click("input[value='read:findings']").await;
    browser.click("input[value='30d']").await;
    browser.click("details:has(#rate_limit) summary").await;
    let hint = browser.text("#rate_limit-hint").await;
    assert!(
        hint.ends_with("the policy's 600 requests per minute."),
        "{hint}"
    );
    browser.fill("#rate_limit", "5/1s").await;
    browser.click("main button.main").await;
    browser.see("#sources-error").await;
    browser.fill("#sources", "203.0.113.0/24").await;
    browser.click("main button.main").await;
    browser.see("#secret").await;
    browser.end(world).await;
}
