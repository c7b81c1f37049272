//! `/settings/members/{id}/role`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::Member;
use aiia_keys_ports::Stored;
use aiia_keys_usecases::member::change_role::{self, Command, Error};
use maud::{Markup, html};

use super::{member, roles, step};
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

/// The form.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ManageMembers>(&request, async |visit| {
        let member = member(visit, &request).await?;
        Ok(form(visit, StatusCode::OK, &member, None))
    })
    .await
}

/// Changes the role and leads back to the members.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManageMembers>(&request, payload, async |visit, sent| {
        let member = member(visit, &request).await?;
        let role = sent
            .text("role")
            .parse()
            .map_err(|error| Problem::field("role", error))?;
        let command = Command {
            id: member.value.id(),
            expected: None,
            role,
        };
        match change_role::change_role(&visit.state.env, &visit.caller, command).await {
            Ok(_) => Ok(answer::see("/settings/members?role")),
            Err(error @ Error::Refused(_)) => {
                let problem = Problem::from(error);
                let said = notice(Tone::Bad, &html! { (sentence(problem.detail())) });
                Ok(form(
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

fn form(
    visit: &Visit,
    status: StatusCode,
    member: &Stored<Member>,
    said: Option<Markup>,
) -> HttpResponse {
    let member = &member.value;
    let content = html! {
        p { "What " strong { (member.name()) } " may do from their next request on." }
        @if let Some(said) = said { (said) }
        form.fields.card method="post" action={ "/settings/members/" (member.id()) "/role" } {
            (layout::token(visit))
            (roles(member.role()))
            div.actions {
                button.button.main type="submit" { "Change role" }
                a.button.quiet href="/settings/members" data-close { "Cancel" }
            }
        }
    };
    step(visit, status, "Change role", &content)
}
