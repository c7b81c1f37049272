//! What the list of keys goes by, and the reader's time.

use std::time::Duration;

use aiia_keys_domain::{Expiration, Role};
use serde_json::json;

use crate::support::{Browser, World};

async fn labels(browser: &Browser) -> Vec<String> {
    let script =
        "return [...document.querySelectorAll('tbody th a')].map((link) => link.textContent)";
    let labels = browser.script(script).await;
    serde_json::from_value(labels).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_sorted_by_its_heads_without_javascript() {
    let world = World::new().await;
    for number in 0..120_u32 {
        // Labels rise and fall independently of when a key was made.
        let label = format!("Integration {:03}", number * 47 % 120);
        let expiration = if number % 2 == 0 {
            Expiration::Days90
        } else {
            Expiration::Days30
        };
        world.key(&label, "read:findings", expiration).await;
        world.clock.advance(Duration::from_mins(1));
    }
    let browser = world.visit(Role::Administrator).await;
    browser.scripts(false).await;
    browser.goto("/settings/keys?q=integration").await;
    let head = "thead th[aria-sort]";
    assert_eq!(browser.text(head).await, "Made");
    browser.click("thead th:first-child a").await;
    let first = labels(&browser).await;
    assert_eq!(first[0], "Integration 000");
    assert_eq!(browser.text(head).await, "Key");
    assert_eq!(
        browser
            .see(head)
            .await
            .attr("aria-sort")
            .await
            .unwrap()
            .as_deref(),
        Some("ascending")
    );
    browser.click("a[rel=next]").await;
    assert_eq!(labels(&browser).await[0], "Integration 050");
    browser.click("a[rel=next]").await;
    assert_eq!(labels(&browser).await.len(), 20);
    assert_eq!(browser.count("a[rel=next]").await, 0);

    // Turning it around begins again at the first page, with the same filter.
    browser.click("thead th:first-child a").await;
    assert_eq!(labels(&browser).await[0], "Integration 119");
    assert_eq!(
        browser
            .see(head)
            .await
            .attr("aria-sort")
            .await
            .unwrap()
            .as_deref(),
        Some("descending")
    );
    assert_eq!(
        browser.place().await,
        "/settings/keys?q=integration&sort=%2Dlabel"
    );
    browser.fill("#filter-q", "integration 11").await;
    browser.click("form.bar button").await;
    // Only the page that was asked for has it from the service.
    browser.see("#filter-q[value='integration 11']").await;
    let kept: Vec<String> = (110..120)
        .rev()
        .map(|n| format!("Integration {n}"))
        .collect();
    assert_eq!(labels(&browser).await, kept, "the filter keeps the order");
    browser.click("thead th:nth-child(6) a").await;
    assert_eq!(browser.text(head).await, "Expires");
    let soonest = browser
        .text("tbody tr:first-child td[data-column=Expires]")
        .await;
    assert_eq!(soonest, "14 Feb 2027");
    assert_eq!(browser.count("thead th a.sort").await, 4);
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn times_are_those_of_the_reader_and_nothing_moves_when_they_come() {
    let world = World::new().await;
    let id = world
        .key("Reporting", "read:findings", Expiration::Days90)
        .await;
    let browser = world.visit(Role::Administrator).await;
    let made = "td[data-column=Made] time";
    assert_eq!(browser.text(made).await, "15 Jan 2027");
    browser.time_zone("Pacific/Auckland").await;
    world.clock.advance(Duration::from_hours(12));
    world.key("Late", "read:findings", Expiration::Days90).await;
    // The session lasts 30 minutes.
    world
        .sign_in(&browser, "example-audit", Role::Administrator)
        .await;
    assert_eq!(
        browser.text(made).await,
        "16 Jan 2027",
        "nine in the morning"
    );
    let title = browser.see(made).await.attr("title").await.unwrap();
    assert_eq!(title.as_deref(), Some("15 Jan 2027, 20:00 UTC"));
    assert_eq!(
        browser.text("[data-zone]").await,
        "Times are those of Pacific/Auckland."
    );
    let moved = browser
        .client
        .execute_async(crate::looks::SHIFTS, vec![])
        .await
        .unwrap();
    assert_eq!(moved, json!(0), "the layout shifted");
    // What comes later is told the same way.
    browser.fill("#filter-q", "Late").await;
    browser
        .hold("return document.querySelectorAll('tbody tr').length === 1")
        .await;
    assert_eq!(browser.text(made).await, "16 Jan 2027");
    browser.goto(&format!("/settings/keys/{id}")).await;
    assert!(
        browser
            .text(".facts")
            .await
            .starts_with("Made\n15 Jan 2027, 21:00 by")
    );
    browser.scripts(false).await;
    browser.goto("/settings/keys").await;
    assert_eq!(browser.text(made).await, "15 Jan 2027");
    assert_eq!(browser.text("[data-zone]").await, "Times are UTC.");
    browser.end(world).await;
}
