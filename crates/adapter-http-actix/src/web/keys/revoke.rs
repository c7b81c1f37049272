//! `/settings/keys/{id}/revoke`

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::{KeyId, RevocationReason, Status};
use aiia_keys_usecases::{
    key::revoke,
    usage::{UsedKey, find},
};
use maud::html;

use super::frame::step;
use crate::{
    permission::ManageKeys,
    problem::Problem,
    web::{
        answer,
        components::{Errors, Field, Tone, notice},
        layout,
        visit::{self, Visit},
    },
};

/// What was typed.
#[derive(Debug, Default)]
struct Typed<'a> {
    reason: &'a str,
    confirm: &'a str,
}

/// A key that was used so short a time ago is in use: its label is asked for.
const IN_USE: Duration = Duration::from_hours(24);

/// Asks whether it is meant.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ManageKeys>(&request, async |visit| {
        let key = find::find(&visit.state.env, &visit.caller, super::id(&request)?).await?;
        let errors = Errors::default();
        Ok(ask(visit, StatusCode::OK, &key, &Typed::default(), &errors))
    })
    .await
}

/// Revokes the key and leads back to the list.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManageKeys>(&request, payload, async |visit, form| {
        let id = super::id(&request)?;
        let key = find::find(&visit.state.env, &visit.caller, id).await?;
        let typed = Typed {
            reason: form.text("reason"),
            confirm: form.text("confirm").trim(),
        };
        let mut errors = Errors::default();
        let reason = errors.take("reason", reason(typed.reason));
        let confirmed = errors.take("confirm", confirmed(visit, &key, typed.confirm));
        match (reason, confirmed) {
            (Some(reason), Some(())) => end(visit, id, reason).await,
            _ => Ok(ask(
                visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                &key,
                &typed,
                &errors,
            )),
        }
    })
    .await
}

/// Whether a program used the key a short time ago and will miss it.
fn in_use(visit: &Visit, key: &UsedKey) -> bool {
    let last = key.last_use;
    last.is_some_and(|last| visit.now.saturating_since(last.at) < IN_USE)
}

fn confirmed(visit: &Visit, key: &UsedKey, typed: &str) -> Result<(), Problem> {
    if in_use(visit, key) && typed != key.key.value.data().label.as_str() {
        let detail = "this is not the label of the key: type it as it stands above";
        return Err(Problem::field("confirm", detail));
    }
    Ok(())
}

async fn end(
    visit: &Visit,
    id: KeyId,
    reason: Option<RevocationReason>,
) -> Result<HttpResponse, Problem> {
    let command = revoke::Command { id, reason };
    revoke::revoke(&visit.state.env, &visit.caller, command).await?;
    Ok(answer::see(format!("/settings/keys?revoked={id}")))
}

fn reason(text: &str) -> Result<Option<RevocationReason>, Problem> {
    let text = text.trim();
    (!text.is_empty())
        .then(|| RevocationReason::new(text).map_err(|error| Problem::field("reason", error)))
        .transpose()
}

fn ask(
    visit: &Visit,
    status: StatusCode,
    used: &UsedKey,
    typed: &Typed<'_>,
    errors: &Errors,
) -> HttpResponse {
    let key = &used.key.value;
    let data = key.data();
    let content = html! {
        @if key.status(visit.now) == Status::Revoked {
            (notice(Tone::Caution, &html! { strong { (data.label) } " is revoked already." }))
            div.actions { a.button href="/settings/keys" data-close { "Back" } }
        } @else {
            p {
                "Revoking " strong { (data.label) } " (" span.mono { (data.mask) } ") ends it "
                strong { "immediately and for good" }
                ". Programs that use it are refused from then on, and it cannot be brought back."
            }
            form.fields.card method="post" action={ "/settings/keys/" (data.id) "/revoke" } {
                (layout::token(visit))
                (Field {
                    id: "reason", name: "reason", label: "Reason (optional)",
                    hint: "For the audit trail, such as: found in a public repository", kind: "text",
                    value: typed.reason, autocomplete: "off", required: false,
                }.show(errors))
                @if in_use(visit, used) {
                    (Field {
                        id: "confirm", name: "confirm", label: "Type the label to confirm",
                        hint: "The key was used in the last 24 hours: a program will miss it", kind: "text",
                        value: typed.confirm, autocomplete: "off", required: true,
                    }.show(errors))
                }
                div.actions {
                    button.button.bad type="submit" { "Revoke key" }
                    a.button.quiet href="/settings/keys" data-close { "Cancel" }
                }
            }
        }
    };
    step(visit, status, "Revoke key", None, &content)
}
