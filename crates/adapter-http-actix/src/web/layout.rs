//! What stands around every page.

use actix_web::{HttpMessage as _, HttpRequest};
use aiia_keys_domain::{Permission, RequestId};
use maud::{DOCTYPE, Markup, html};

use super::{
    assets,
    components::{Icon, sentence},
    visit::{TOKEN_FIELD, Visit},
};
use crate::problem::{Code, Problem};

/// Where in the settings a page belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    Keys,
    Trail,
    Members,
    Policy,
    None,
}

const TABS: [(Tab, &str, &str, Permission); 4] = [
    (
        Tab::Keys,
        "API keys",
        "/settings/keys",
        Permission::ReadKeys,
    ),
    (
        Tab::Trail,
        "Audit trail",
        "/settings/trail",
        Permission::ReadTrail,
    ),
    (
        Tab::Members,
        "Members",
        "/settings/members",
        Permission::ReadMembers,
    ),
    (
        Tab::Policy,
        "Policy",
        "/settings/policy",
        Permission::ReadPolicy,
    ),
];

/// A page's own part.
pub(crate) struct Page<'a> {
    pub(crate) title: &'a str,
    pub(crate) tab: Tab,
    /// Whether it can be shown as a dialog over the page that leads to it.
    pub(crate) dialog: bool,
    /// The address that stands for it in the browser's history, where it is not its own.
    pub(crate) place: Option<&'a str>,
    pub(crate) content: Markup,
}

/// A page for somebody who is signed in.
pub(crate) fn page(visit: &Visit, page: &Page<'_>) -> Markup {
    document(
        page.title,
        true,
        &html! {
            a.skip href="#main" { "Skip to content" }
            header.top {
                div.top-in {
                    (brand("/settings/keys"))
                    div.who {
                        span title=(visit.member.email().as_str()) {
                            (visit.organization.name()) " · " (visit.member.name()) " (" (visit.member.role()) ")"
                        }
                        form method="post" action="/sign-out" {
                            (token(visit))
                            button.button.quiet.slim type="submit" { "Sign out" }
                        }
                    }
                    nav.tabs aria-label="Settings" {
                        @for (tab, name, address, permission) in TABS {
                            @if visit.caller.require(permission).is_ok() {
                                a href=(address) aria-current=[(tab == page.tab).then_some("page")] { (name) }
                            }
                        }
                    }
                }
            }
            main id="main" tabindex="-1" data-dialog-page[page.dialog] data-place=[page.place] .narrow[page.dialog] {
                (page.content)
            }
            footer.bottom { p.soft.small data-zone { "Times are UTC." } }
            dialog id="dialog" aria-labelledby="dialog-title" {}
            p.hidden-text id="said" role="status" {}
        },
    )
}

/// A page for somebody who is not signed in.
pub(crate) fn door(title: &str, content: &Markup) -> Markup {
    document(
        title,
        true,
        &html! {
            main.door id="main" {
                (brand("/"))
                div.card { (content) }
            }
            dialog id="dialog" aria-labelledby="dialog-title" {}
            p.hidden-text id="said" role="status" {}
        },
    )
}

/// What everybody may read without signing in. `part` is the address of the part of it that is shown.
pub(crate) fn reading(title: &str, part: &str, content: &Markup) -> Markup {
    const PARTS: [(&str, &str); 2] = [("/docs", "API reference"), ("/problems", "Problems")];
    let body = html! {
        a.skip href="#main" { "Skip to content" }
        header.top {
            div.top-in {
                (brand("/docs"))
                nav.tabs aria-label="Documentation" {
                    @for (address, name) in PARTS {
                        a href=(address) aria-current=[(part == address).then_some("true")] { (name) }
                    }
                }
                div.who { a href="/settings/keys" { "Settings" } }
            }
        }
        main.reading id="main" tabindex="-1" { (content) }
    };
    document(title, false, &body)
}

/// The field that a form brings along.
pub(crate) fn token(visit: &Visit) -> Markup {
    html! { input type="hidden" name=(TOKEN_FIELD) value=(visit.token.to_hex()); }
}

fn brand(address: &str) -> Markup {
    html! { a.brand href=(address) { (Icon::Key) span { "AIIA Keys" } } }
}

fn document(title: &str, scripted: bool, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – AIIA Keys" }
                link rel="icon" href=(assets::ICON.address) type="image/svg+xml";
                link rel="stylesheet" href=(assets::TOKENS.address);
                link rel="stylesheet" href=(assets::STYLES.address);
                @if scripted { script src=(assets::SCRIPT.address) defer blocking="render" {} }
            }
            body { (body) }
        }
    }
}

/// The id of a request, for who reports a failure.
pub(crate) fn request_id(request: &HttpRequest) -> Option<RequestId> {
    request.extensions().get::<RequestId>().cloned()
}

/// A page that tells of a failure, and what to do about it.
pub(crate) fn failure(visit: Option<&Visit>, problem: &Problem, id: Option<&RequestId>) -> Markup {
    let entry = problem.code().entry();
    let ours = matches!(problem.code(), Code::Internal | Code::Unavailable);
    let content = html! {
        div.head { div { h1 tabindex="-1" { (entry.title) } p { (sentence(problem.detail())) } } }
        p { (entry.cure) }
        @if ours {
            @if let Some(id) = id { p.soft.small { "Request " code { (id.as_str()) } } }
        }
        div.actions { a.button.main href="/settings/keys" { "Back to the keys" } }
    };
    match visit {
        Some(visit) => page(
            visit,
            &Page {
                title: entry.title,
                tab: Tab::None,
                dialog: true,
                place: None,
                content,
            },
        ),
        None => door(entry.title, &content),
    }
}
