//! Members.

pub(crate) mod accept;
pub(crate) mod add;
pub(crate) mod invite;
mod invited;
pub(crate) mod list;
pub(crate) mod remove;
pub(crate) mod role;
pub(crate) mod sign_out;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use aiia_keys_domain::{Member, MemberId, MemberState, Role};
use aiia_keys_ports::Stored;
use aiia_keys_usecases::member::find;
use maud::{Markup, html};

use super::{
    answer,
    components::{Choice, radio},
    layout::{self, Page, Tab},
    visit::Visit,
};
use crate::{path, problem::Problem};

/// The member that an address names.
async fn member(visit: &Visit, request: &HttpRequest) -> Result<Stored<Member>, Problem> {
    let text = request.match_info().get("id").unwrap_or_default();
    let nobody = || Problem::not_found("there is no such member in your organization");
    let id = path::uuid(text).map_err(|_| nobody())?;
    let found = find::find(&visit.state.env, &visit.caller, MemberId::from_uuid(id)).await?;
    match found.value.state() {
        MemberState::Active => Ok(found),
        MemberState::Removed { .. } => Err(nobody()),
    }
}

/// A page that leads back to the members, and can be shown as a dialog over them.
fn step(visit: &Visit, status: StatusCode, title: &str, content: &Markup) -> HttpResponse {
    let content = html! {
        div {
            p.crumb { a href="/settings/members" { "Members" } }
            h1 tabindex="-1" { (title) }
        }
        (content)
    };
    let page = Page {
        title,
        tab: Tab::Members,
        dialog: true,
        place: Some("/settings/members"),
        content,
    };
    answer::html(status, layout::page(visit, &page))
}

/// The choice of a role, each with what it allows.
fn roles(chosen: Role) -> Markup {
    html! {
        fieldset {
            legend { "Role" }
            div.choices {
                @for (role, allows) in ROLES {
                    (radio(&Choice {
                        name: "role", value: role.as_str(),
                        label: html! { (name(role)) small { (allows) } },
                        chosen: role == chosen, refused: None,
                    }))
                }
            }
        }
    }
}

const ROLES: [(Role, &str); 3] = [
    (Role::Owner, "Everything, including members and the policy"),
    (
        Role::Administrator,
        "Generates, rotates and revokes keys; sees everything",
    ),
    (
        Role::Auditor,
        "Sees keys (masked), the audit trail, members and the policy",
    ),
];

/// A role as it is shown.
fn name(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Administrator => "Administrator",
        Role::Auditor => "Auditor",
    }
}
