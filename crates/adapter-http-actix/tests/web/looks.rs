//! Many keys, long labels, small screens, and what a page weighs.

use std::time::Duration;

use aiia_keys_domain::{Expiration, Role};
use serde_json::json;

use crate::support::{DESKTOP, PHONE, World};

/// How much the layout shifted since the page began.
pub(crate) const SHIFTS: &str = "const done = arguments[0]; let sum = 0; \
    new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; }).observe({ type: 'layout-shift', buffered: true }); \
    requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));";

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_keys_come_in_pages_and_follow_the_filter() {
    let world = World::new().await;
    let long = "Warehouse-and-settlement-reconciliation-for-the-group-audit-of-all-subsidiaries!"
        .to_owned();
    for number in 0..200 {
        let label = if number == 198 {
            long.clone()
        } else {
            format!("Integration {number}")
        };
        let scopes = [
            "read:findings",
            "write:evidence",
            "read:universe read:findings write:findings",
        ][number % 3];
        world.key(&label, scopes, Expiration::Days90).await;
        world.clock.advance(Duration::from_mins(1));
    }
    let browser = world.visit(Role::Administrator).await;
    assert_eq!(browser.count("tbody tr").await, 50);
    assert_eq!(browser.text("tbody tr:nth-child(2) th a").await, long);
    for size in [DESKTOP, PHONE] {
        browser.size(size).await;
        let wide =
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        assert_eq!(
            browser.script(wide).await,
            false,
            "nothing sticks out at {size:?}"
        );
    }
    browser.picture("keys-phone").await;
    assert_eq!(browser.barriers().await, Vec::<String>::new());
    browser.dark(true).await;
    browser.picture("keys-phone-dark").await;
    browser.size(DESKTOP).await;
    browser.dark(false).await;

    browser.click("a[rel=next]").await;
    browser
        .hold("return document.querySelector('tbody th a').textContent === 'Integration 149'")
        .await;
    browser.see("a[href='/settings/keys']").await;
    browser.goto("/settings/keys").await;
    browser.fill("#filter-q", "integration 17").await;
    browser
        .hold("return document.querySelectorAll('tbody tr').length === 11")
        .await;
    assert_eq!(
        browser.place().await,
        "/settings/keys?q=integration+17",
        "the address can be shared"
    );
    browser.script("document.querySelector('#filter-scope').value = 'write:evidence'; document.querySelector('#filter-scope').dispatchEvent(new Event('input', { bubbles: true }))").await;
    browser
        .hold("return document.querySelectorAll('tbody tr').length === 3")
        .await;
    browser.fill("#filter-q", "nothing of the kind").await;
    browser
        .hold("return document.querySelector('.empty h2')?.textContent === 'No key matches'")
        .await;
    browser.no_barriers().await;
    browser.end(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_is_light_stands_still_and_comes_from_here() {
    let world = World::new().await;
    for number in 0..20 {
        world
            .key(
                &format!("Integration {number}"),
                "read:findings write:findings",
                Expiration::Days90,
            )
            .await;
    }
    let browser = world.visit(Role::Administrator).await;
    browser.script("performance.clearResourceTimings()").await;
    browser
        .devtools("Network.clearBrowserCache", json!({}))
        .await;
    browser.client.refresh().await.unwrap();
    browser.see("#results").await;
    let loaded = browser.script(
        "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]; \
         return { bytes: all.reduce((sum, one) => sum + one.transferSize, 0), elsewhere: all.filter((one) => !one.name.startsWith(location.origin)).length, count: all.length }",
    ).await;
    let bytes = loaded["bytes"].as_u64().unwrap();
    assert!(bytes > 10_000 && bytes < 60_000, "{loaded}");
    assert_eq!(loaded["elsewhere"], 0, "{loaded}");
    let moved = browser.client.execute_async(SHIFTS, vec![]).await.unwrap();
    assert_eq!(moved.as_f64(), Some(0.0), "the layout shifted");
    let motion = "return [...document.querySelectorAll('*')].every((one) => getComputedStyle(one).transitionDuration.split(', ').every((time) => time === '0s'))";
    assert_eq!(
        browser.script(motion).await,
        true,
        "who wants no motion gets none"
    );
    browser.end(world).await;
}
