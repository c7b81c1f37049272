//! A key string, shown this once.

use actix_web::{HttpResponse, http::StatusCode};
use aiia_keys_domain::{Key, KeyString};
use maud::{Markup, html};

use super::frame::step;
use crate::web::{
    components::{Icon, Tone, notice},
    visit::Visit,
    when,
};

/// The answer that holds the key: the only one there ever is.
pub(super) fn page(
    visit: &Visit,
    title: &str,
    key: &Key,
    secret: &KeyString,
    replaced: Option<Markup>,
) -> HttpResponse {
    let data = key.data();
    let secret = secret.expose();
    let content = html! {
        (notice(Tone::Caution, &html! {
            strong { "Copy the key now. " }
            "It is kept nowhere and cannot be shown again: if it is lost, generate another one."
        }))
        div.card {
            div.secret {
                code id="secret" data-secret { (secret) }
                button.button type="button" data-copy="#secret" data-scripted hidden { (Icon::Copy) span { "Copy" } }
            }
            dl.facts {
                dt { "Label" } dd { (data.label) }
                dt { "Expires" } dd { (when::instant(data.expires_at)) }
            }
            @if let Some(replaced) = replaced { (replaced) }
        }
        details.card {
            summary { "How to use it" }
            h2 { "curl" }
            pre tabindex="0" aria-label="curl" { code data-secret { "curl --header \"Authorization: ApiKey " (secret) "\" \\\n  " (visit.base) "/api/v1/self" } }
            h2 { "Python" }
            pre tabindex="0" aria-label="Python" { code data-secret {
                "import requests\n\nresponse = requests.get(\n    \"" (visit.base) "/api/v1/self\",\n    headers={\"Authorization\": \"ApiKey " (secret) "\"},\n    timeout=10,\n)\nresponse.raise_for_status()\nprint(response.json())"
            } }
        }
        form.fields method="get" action="/settings/keys" data-guard {
            input type="hidden" name="made" value=(data.id);
            label.choice {
                input type="checkbox" required data-stored;
                span { "I have stored the key in a safe place" }
            }
            div.actions { button.button.main type="submit" { "Done" } }
        }
    };
    let place = format!("/settings/keys/{}", data.id);
    step(visit, StatusCode::CREATED, title, Some(&place), &content)
}
