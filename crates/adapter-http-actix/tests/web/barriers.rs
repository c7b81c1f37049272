//! axe on every page and every dialog: the routes say which there are.

use std::collections::BTreeSet;

use aiia_keys_domain::{Expiration, Role};
use aiia_keys_usecases::member::list;

use crate::support::{Browser, World};

/// The addresses that lead to a page, and what it is called.
const PAGES: [(&str, &str); 18] = [
    ("/docs", "API reference"),
    ("/docs/{tag}", "Keys"),
    ("/problems", "Problems"),
    ("/problems/{code}", "The key lacks a scope"),
    ("/sign-in", "Sign in"),
    ("/invitation", "Set your password"),
    ("/settings/keys", "API keys"),
    ("/settings/keys/new", "Generate key"),
    ("/settings/keys/{id}", "Reporting"),
    ("/settings/keys/{id}/change", "Change key"),
    ("/settings/keys/{id}/rotate", "Rotate key"),
    ("/settings/keys/{id}/revoke", "Revoke key"),
    ("/settings/trail", "Audit trail"),
    ("/settings/members", "Members"),
    ("/settings/members/new", "Add member"),
    ("/settings/members/{id}/role", "Change role"),
    ("/settings/members/{id}/invite", "Invite again"),
    ("/settings/members/{id}/remove", "Remove member"),
];

/// The same, with those of one page more.
const MORE: [(&str, &str); 2] = [
    ("/settings/members/{id}/sign-out", "Sign out everywhere"),
    ("/settings/policy", "Policy"),
];

/// Addresses that lead to no page of their own, and the set-up, which has a test file of its own.
const OTHERS: [&str; 6] = [
    "/",
    "/settings",
    "/assets/{name}",
    "/settings/trail.csv",
    "/settings/trail.jsonl",
    "/setup/{token}",
];

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES.into_iter().chain(MORE)
}

/// The addresses that can be got, as the routes have them.
fn routed() -> BTreeSet<&'static str> {
    let routes = include_str!("../../src/web.rs").split("at(\"").skip(1);
    routes
        .filter_map(|route| {
            let (address, methods) = route.split_once('"')?;
            let methods = methods.split(".register(").next()?;
            methods.contains(".get(").then_some(address)
        })
        .collect()
}

#[test]
fn every_address_that_leads_to_a_page_is_looked_at() {
    let looked_at: BTreeSet<&str> = pages().map(|(address, _)| address).chain(OTHERS).collect();
    assert_eq!(looked_at, routed());
}

/// A service with a key and a member to look at, and who may see everything.
struct Place {
    world: World,
    browser: Browser,
    key: String,
    member: String,
}

impl Place {
    async fn new() -> Self {
        let world = World::new().await;
        let scopes = "read:findings write:findings";
        let key = world.key("Reporting", scopes, Expiration::Days90).await;
        let operator = aiia_keys_domain::Caller::operator(world.ours);
        let members = list::list(&world.env, &operator).await.unwrap();
        let auditor = members
            .iter()
            .find(|member| member.value.role() == Role::Auditor)
            .unwrap();
        let member = auditor.value.id().to_string();
        let browser = world.visit(Role::Owner).await;
        Self {
            browser,
            key: key.to_string(),
            member,
            world,
        }
    }

    fn path(&self, address: &str) -> String {
        let id = if address.starts_with("/settings/members") {
            &self.member
        } else {
            &self.key
        };
        address
            .replace("{id}", id)
            .replace("{tag}", "keys")
            .replace("{code}", "insufficient_scope")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_has_barriers() {
    let place = Place::new().await;
    let browser = &place.browser;
    for (address, title) in pages() {
        browser.goto(&place.path(address)).await;
        assert_eq!(browser.text("h1").await, title, "{address}");
        browser.no_barriers().await;
        match address {
            "/docs" => browser.picture("docs").await,
            "/docs/{tag}" => {
                let to = "document.querySelector('#generateKey h3:last-of-type').scrollIntoView()";
                browser.script(to).await;
                browser.picture("docs-operation").await;
            }
            "/problems/{code}" => browser.picture("problem").await,
            _ => {}
        }
    }
    place.browser.end(place.world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_dialog_has_barriers() {
    let place = Place::new().await;
    let browser = &place.browser;
    let mut seen = BTreeSet::new();
    for opener in ["/settings/keys", "/settings/keys/{id}", "/settings/members"] {
        for (address, title) in pages() {
            let path = place.path(address);
            let link = format!("a[data-dialog][href='{path}']");
            browser.goto(&place.path(opener)).await;
            if browser.count(&link).await == 0 || !seen.insert(address) {
                continue;
            }
            browser.click(&link).await;
            assert_eq!(browser.text("dialog[open] h1").await, title, "{address}");
            browser.no_barriers().await;
        }
    }
    // What can be shown as a dialog at all is one somewhere.
    for (address, _) in pages().filter(|(address, _)| address.starts_with("/settings")) {
        browser.goto(&place.path(address)).await;
        let dialog = browser.count("main[data-dialog-page]").await == 1;
        assert_eq!(dialog, seen.contains(address), "{address}");
    }
    place.browser.end(place.world).await;
}
