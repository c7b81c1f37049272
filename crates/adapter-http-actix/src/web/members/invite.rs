//! `/settings/members/{id}/invite`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_usecases::member::invite;
use maud::html;

use super::{invited, member, step};
use crate::{
    permission::ManageMembers,
    web::{layout, visit},
};

/// Asks whether it is meant.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ManageMembers>(&request, async |visit| {
        let member = member(visit, &request).await?.value;
        let content = html! {
            p {
                "A new invitation lets " strong { (member.name()) } " set another password. "
                "An earlier invitation no longer works; the present password does, until another one is set."
            }
            form.fields.card method="post" action={ "/settings/members/" (member.id()) "/invite" } {
                (layout::token(visit))
                div.actions {
                    button.button.main type="submit" { "Make invitation" }
                    a.button.quiet href="/settings/members" data-close { "Cancel" }
                }
            }
        };
        Ok(step(visit, StatusCode::OK, "Invite again", &content))
    })
    .await
}

/// Makes the invitation and shows it.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManageMembers>(&request, payload, async |visit, _| {
        let member = member(visit, &request).await?.value;
        let invited = invite::invite(&visit.state.env, &visit.caller, member.id()).await?;
        Ok(invited::page(visit, &invited))
    })
    .await
}
