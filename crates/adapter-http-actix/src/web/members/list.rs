//! `/settings/members`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use aiia_keys_domain::{Member, Permission};
use aiia_keys_usecases::member::list;
use maud::{Markup, html};

use super::name;
use crate::{
    permission::ReadMembers,
    web::{
        answer,
        components::{Icon, Tone, notice},
        layout::{self, Page, Tab},
        visit::{self, Visit},
        when,
    },
};

/// The members, by name.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ReadMembers>(&request, async |visit| {
        let members = list::list(&visit.state.env, &visit.caller).await?;
        let may = visit.caller.require(Permission::ManageMembers).is_ok();
        let said = match request.query_string() {
            "role" => Some("The role is changed. It holds from the member's next request on."),
            "signed-out" => Some("The member is signed out everywhere."),
            "removed" => Some("The member is removed, and signed out everywhere. Keys that they made go on working."),
            _ => None,
        };
        let content = html! {
            div.head {
                div { h1 { "Members" } p { "The people who manage or see the keys of " (visit.organization.name()) "." } }
                @if may { a.button.main href="/settings/members/new" data-dialog { (Icon::Plus) span { "Add member" } } }
            }
            @if let Some(said) = said { (notice(Tone::Good, &html! { (said) })) }
            div.table.stack {
                table {
                    caption.hidden-text { "Members, by name" }
                    thead { tr {
                        @for column in ["Member", "Role", "Since"] { th scope="col" { (column) } }
                        th scope="col" { span.hidden-text { "Actions" } }
                    } }
                    tbody { @for member in &members { (row(visit, &member.value, may)) } }
                }
            }
        };
        let page = Page { title: "Members", tab: Tab::Members, dialog: false, place: None, content };
        Ok(answer::html(StatusCode::OK, layout::page(visit, &page)))
    })
    .await
}

fn row(visit: &Visit, member: &Member, may: bool) -> Markup {
    let address = format!("/settings/members/{}", member.id());
    let you = member.id() == visit.member.id();
    html! {
        tr {
            th scope="row" {
                strong { (member.name()) } @if you { " " span.chip { "you" } }
                div.small.soft { (member.email().as_str()) }
            }
            td data-column="Role" { (name(member.role())) }
            td data-column="Since" { (when::day(member.created_at())) }
            td.last {
                @for (action, word) in ACTIONS {
                    @if may || (you && action == "sign-out") {
                        a.button.quiet.slim href={ (address) "/" (action) } data-dialog {
                            (word) span.hidden-text { ": " (member.name()) }
                        }
                    }
                }
            }
        }
    }
}

/// What can be done with a member, and what it is called.
const ACTIONS: [(&str, &str); 4] = [
    ("role", "Change role"),
    ("invite", "Invite again"),
    ("sign-out", "Sign out everywhere"),
    ("remove", "Remove"),
];
