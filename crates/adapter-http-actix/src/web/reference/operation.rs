//! One operation: what it takes, what it answers, and a call that was really made.

use aiia_keys_domain::Role;
use maud::{Markup, html};
use serde_json::Value;

use super::{entries, paragraphs, text, types::kind, words};
use crate::{
    examples::{self, Example},
    operations::{Access, Operation},
};

pub(super) fn section(operation: &Operation, described: &Value) -> Markup {
    html! {
        section.card id=(text(&described["operationId"])) {
            h2 { (text(&described["summary"])) }
            p { code { (operation.method) " " (operation.path) } }
            (paragraphs(text(&described["description"])))
            p { "For: " (callers(operation.access)) "." }
            (parameters(&described["parameters"]))
            @if let Some(body) = described.get("requestBody") {
                h3 { "Body" }
                p {
                    (forms(body))
                    @if body["required"] == false { " (may be left out)" }
                }
            }
            (answers(&described["responses"]))
            @if let Some(example) = examples::find(operation.method, operation.path) { (shown(&example)) }
        }
    }
}

/// Who may call it.
fn callers(access: Access) -> Markup {
    match access {
        Access::Open => html! { "everybody" },
        Access::Known => html! { "programs with any key" },
        Access::Holder => html! { "whoever holds a key, also one that is not accepted any more" },
        Access::SignedIn => html! { "whoever is signed in" },
        Access::May(permission) => {
            let roles = Role::ALL.into_iter().filter(|role| role.may(permission));
            let roles: Vec<String> = roles.map(|role| format!("{role}s")).collect();
            html! {
                @if let Some(scope) = permission.scope() { "programs with the scope " code { (scope) } "; " }
                (roles.join(", "))
            }
        }
    }
}

fn parameters(parameters: &Value) -> Markup {
    let parameters = parameters.as_array().map_or(&[][..], Vec::as_slice);
    html! {
        @if !parameters.is_empty() {
            h3 { "Parameters" }
            div.stack { table {
                thead { tr { @for name in ["Name", "In", "Type", "Meaning"] { th scope="col" { (name) } } } }
                tbody {
                    @for parameter in parameters {
                        tr {
                            th scope="row" { code { (text(&parameter["name"])) } }
                            td data-column="In" { (text(&parameter["in"])) }
                            td data-column="Type" { div { (kind(&parameter["schema"])) } }
                            td data-column="Meaning" { div { (words(text(&parameter["description"]))) } }
                        }
                    }
                }
            } }
        }
    }
}

fn answers(responses: &Value) -> Markup {
    html! {
        h3 { "Answers" }
        div.stack { table {
            thead { tr { @for name in ["Status", "Meaning", "Body"] { th scope="col" { (name) } } } }
            tbody {
                @for (status, response) in entries(responses) {
                    tr {
                        th scope="row" { (status) }
                        td data-column="Meaning" { div { (words(text(&response["description"]))) } }
                        td data-column="Body" { div { (forms(response)) } }
                    }
                }
            }
        } }
    }
}

/// What a body can be, with its media type where that is not JSON.
fn forms(body: &Value) -> Markup {
    html! {
        @for (place, (media_type, form)) in entries(&body["content"]).enumerate() {
            @if place > 0 { ", or " }
            (kind(&form["schema"]))
            @if !media_type.ends_with("json") { " as " code { (media_type) } }
        }
    }
}

fn shown(example: &Example<'_>) -> Markup {
    html! {
        h3 { "Example" }
        pre tabindex="0" aria-label="Request" { code { (example.request) } }
        pre tabindex="0" aria-label="Answer" { code { (example.answer) } }
    }
}
