//! `/settings/keys/{id}/revoke`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::{Key, KeyId, RevocationReason, Status};
use aiia_keys_usecases::key::{find, revoke};
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

/// Asks whether it is meant.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ManageKeys>(&request, async |visit| {
        let key = find::find(&visit.state.env, &visit.caller, super::id(&request)?).await?;
        Ok(ask(
            visit,
            StatusCode::OK,
            &key.value,
            "",
            &Errors::default(),
        ))
    })
    .await
}

/// Revokes the key and leads back to the list.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManageKeys>(&request, payload, async |visit, form| {
        let id = super::id(&request)?;
        let typed = form.text("reason");
        let mut errors = Errors::default();
        let Some(reason) = errors.take("reason", reason(typed)) else {
            let key = find::find(&visit.state.env, &visit.caller, id).await?;
            return Ok(ask(
                visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                &key.value,
                typed,
                &errors,
            ));
        };
        end(visit, id, reason).await
    })
    .await
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
    key: &Key,
    reason: &str,
    errors: &Errors,
) -> HttpResponse {
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
                    value: reason, autocomplete: "off", required: false,
                }.show(errors))
                div.actions {
                    button.button.bad type="submit" { "Revoke key" }
                    a.button.quiet href="/settings/keys" data-close { "Cancel" }
                }
            }
        }
    };
    step(visit, status, "Revoke key", None, &content)
}
