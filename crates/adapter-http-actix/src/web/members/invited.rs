//! An invitation, shown this once to who invites.

use actix_web::{HttpResponse, http::StatusCode};
use aiia_keys_usecases::member::Invited;
use maud::html;

use super::step;
use crate::web::{
    components::{Icon, Tone, notice},
    visit::Visit,
    when,
};

/// The answer that holds the invitation's token: the only one there ever is.
///
/// It stands behind the `#` of an address, which browsers do not send anywhere.
pub(super) fn page(visit: &Visit, invited: &Invited) -> HttpResponse {
    let link = format!(
        "{}/invitation#{}.{}",
        visit.base,
        invited.member.organization(),
        invited.token.expose()
    );
    let content = html! {
        (notice(Tone::Caution, &html! {
            strong { "Copy the link now. " }
            "It is shown this once. Who opens it sets the password of " (invited.member.name())
            ", so send it to nobody else."
        }))
        div.card {
            div.secret {
                code id="secret" data-secret { (link) }
                button.button type="button" data-copy="#secret" data-scripted hidden { (Icon::Copy) span { "Copy" } }
            }
            p { "It works once, until " (when::instant(invited.invitation.expires_at)) "." }
        }
        div.actions { a.button.main href="/settings/members" { "Done" } }
    };
    step(visit, StatusCode::CREATED, "Invitation", &content)
}
