//! `/settings/members/{id}/sign-out`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::{Member, Permission};
use aiia_keys_usecases::session::end_all;
use maud::html;

use super::{member, step};
use crate::{
    permission::ReadMembers,
    problem::Problem,
    session::no_cookie,
    web::{
        answer, layout,
        visit::{self, Visit},
    },
};

/// Asks whether it is meant: everybody for themself, owners for anyone.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ReadMembers>(&request, async |visit| {
        let member = member(visit, &request).await?.value;
        if !is_self(visit, &member) {
            visit.caller.require(Permission::ManageMembers)?;
        }
        Ok(ask(visit, &member))
    })
    .await
}

/// Ends the sessions, and leads back to the members or to signing in.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ReadMembers>(&request, payload, async |visit, _| {
        let member = member(visit, &request).await?.value;
        end_all::end_all(&visit.state.env, &visit.caller, member.id())
            .await
            .map_err(Problem::from)?;
        if !is_self(visit, &member) {
            return Ok(answer::see("/settings/members?signed-out"));
        }
        let mut response = answer::see("/sign-in?everywhere");
        let cookies = actix_web::http::header::SET_COOKIE;
        response.headers_mut().append(cookies, no_cookie().1);
        Ok(response)
    })
    .await
}

fn is_self(visit: &Visit, member: &Member) -> bool {
    member.id() == visit.member.id()
}

fn ask(visit: &Visit, member: &Member) -> HttpResponse {
    let content = html! {
        p {
            @if is_self(visit, member) {
                "This ends your sessions on every device, this one included. "
            } @else {
                "This ends the sessions of " strong { (member.name()) } " on every device. "
            }
            "Who knows the password can sign in again. Keys go on working."
        }
        form.fields.card method="post" action={ "/settings/members/" (member.id()) "/sign-out" } {
            (layout::token(visit))
            div.actions {
                button.button.main type="submit" { "Sign out everywhere" }
                a.button.quiet href="/settings/members" data-close { "Cancel" }
            }
        }
    };
    step(visit, StatusCode::OK, "Sign out everywhere", &content)
}
