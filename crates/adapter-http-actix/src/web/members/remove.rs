//! `/settings/members/{id}/remove`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::Member;
use aiia_keys_usecases::member::remove::{self, Error};
use maud::{Markup, html};

use super::{member, step};
use crate::{
    permission::ManageMembers,
    problem::{Problem, render},
    web::{
        answer,
        components::{Tone, notice, sentence},
        layout,
        visit::{self, Visit},
    },
};

/// Asks whether it is meant.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ManageMembers>(&request, async |visit| {
        let member = member(visit, &request).await?.value;
        Ok(ask(visit, StatusCode::OK, &member, None))
    })
    .await
}

/// Removes the member and leads back to the others.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManageMembers>(&request, payload, async |visit, _| {
        let member = member(visit, &request).await?.value;
        match remove::remove(&visit.state.env, &visit.caller, member.id()).await {
            Ok(()) => Ok(answer::see("/settings/members?removed")),
            Err(error @ Error::Refused(_)) => {
                let problem = Problem::from(error);
                let said = notice(Tone::Bad, &html! { (sentence(problem.detail())) });
                Ok(ask(
                    visit,
                    render(&problem, None).status(),
                    &member,
                    Some(said),
                ))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

fn ask(visit: &Visit, status: StatusCode, member: &Member, said: Option<Markup>) -> HttpResponse {
    let content = html! {
        p {
            "Removing " strong { (member.name()) } " signs them out everywhere at once. "
            "Keys that they made go on working; revoke those that should not."
        }
        @if let Some(said) = said { (said) }
        form.fields.card method="post" action={ "/settings/members/" (member.id()) "/remove" } {
            (layout::token(visit))
            div.actions {
                button.button.bad type="submit" { "Remove member" }
                a.button.quiet href="/settings/members" data-close { "Cancel" }
            }
        }
    };
    step(visit, status, "Remove member", &content)
}
