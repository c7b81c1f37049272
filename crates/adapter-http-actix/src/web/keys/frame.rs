//! What the pages about keys have around them.

use actix_web::{HttpResponse, http::StatusCode};
use maud::{Markup, html};

use crate::web::{
    answer,
    components::{Tone, notice},
    layout::{self, Page, Tab},
    visit::Visit,
};

/// A page that leads back to the keys, and can be shown as a dialog over them.
pub(super) fn step(
    visit: &Visit,
    status: StatusCode,
    title: &str,
    place: Option<&str>,
    content: &Markup,
) -> HttpResponse {
    let content = html! {
        div {
            p.crumb { a href="/settings/keys" { "API keys" } }
            h1 tabindex="-1" { (title) }
        }
        (content)
    };
    let page = Page {
        title,
        tab: Tab::Keys,
        dialog: true,
        place,
        content,
    };
    answer::html(status, layout::page(visit, &page))
}

/// What stands in place of a form when there is nothing to be done, and why.
pub(super) fn refused(words: &Markup) -> Markup {
    html! {
        (notice(Tone::Caution, words))
        div.actions { a.button href="/settings/keys" data-close { "Back" } }
    }
}
