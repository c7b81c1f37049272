//! `/settings/keys`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use aiia_keys_domain::{Key, KeyId, Permission, Status};
use aiia_keys_ports::{KeyPosition, Page as Slice};
use aiia_keys_usecases::{
    key::find,
    usage::{UsedKey, list},
};
use maud::{Markup, html};

use super::row;
use crate::{
    path,
    permission::ReadKeys,
    problem::Problem,
    query::Parameters,
    web::{
        answer,
        components::{Icon, Tone, notice},
        keys::filter::Filter,
        layout::{self, Page, Tab},
        names::{Named, Names},
        visit::{self, Visit},
    },
};

/// The list of the keys, with what was just done to one of them.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ReadKeys>(&request, async |visit| {
        let parameters = Parameters::parse(request.query_string())?;
        let filter = Filter::read(&parameters);
        let query = list::Query { keys: filter.query(), daily: true };
        let slice = list::list(&visit.state.env, &visit.caller, query).await?;
        let keys = slice.items.iter().map(|used| &used.key.value);
        let makers = keys.filter_map(|key| Named::actor(&key.data().created_by));
        let names = Names::load(visit, makers).await?;
        let made = done(visit, &parameters, "made").await?;
        let revoked = done(visit, &parameters, "revoked").await?;
        let content = html! {
            (head(visit))
            @if let Some(key) = &revoked {
                (notice(Tone::Good, &html! { strong { (key.data().label) } " is revoked: no request with it is accepted any more." }))
            }
            (filter.show())
            (results(visit, &names, &filter, &slice, made.as_ref()))
        };
        let page = Page { title: "API keys", tab: Tab::Keys, dialog: false, place: None, content };
        Ok(answer::html(StatusCode::OK, layout::page(visit, &page)))
    })
    .await
}

/// The key that something was just done to.
async fn done(
    visit: &Visit,
    parameters: &Parameters<'_>,
    name: &str,
) -> Result<Option<Key>, Problem> {
    let Some(id) = parameters.text(name).and_then(|text| path::uuid(text).ok()) else {
        return Ok(None);
    };
    match find::find(&visit.state.env, &visit.caller, KeyId::from_uuid(id)).await {
        Ok(key) => Ok(Some(key.value)),
        Err(find::Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn head(visit: &Visit) -> Markup {
    html! {
        div.head {
            div {
                h1 { "API keys" }
                p { "Keys let programs call the API for " (visit.organization.name()) ". Each does only what its scopes say, until it expires or is revoked." }
            }
            @if visit.caller.require(Permission::ManageKeys).is_ok() { (generate()) }
        }
    }
}

fn generate() -> Markup {
    html! { a.button.main href="/settings/keys/new" data-dialog { (Icon::Plus) span { "Generate key" } } }
}

fn results(
    visit: &Visit,
    names: &Names,
    filter: &Filter<'_>,
    slice: &Slice<UsedKey, KeyPosition>,
    made: Option<&Key>,
) -> Markup {
    let count = slice.items.len();
    let more = if slice.next.is_some() {
        " and more"
    } else {
        ""
    };
    let said = match count {
        0 => "No key matches.".to_owned(),
        1 => format!("1 key{more}"),
        _ => format!("{count} keys{more}"),
    };
    let made = made.map(|key| key.data().id);
    html! {
        div id="results" data-said=(said) {
            @if slice.items.is_empty() {
                div.card { (empty(visit, filter)) }
            } @else {
                div.table.stack {
                    table {
                        caption.hidden-text { "API keys, " (filter.order_in_words()) }
                        thead { (row::head(filter)) }
                        tbody {
                            @for used in &slice.items {
                                (row::row(visit, names, used, made == Some(used.key.value.data().id)))
                            }
                        }
                    }
                }
                div.pages {
                    p.soft.small { (said) ", " (filter.order_in_words()) }
                    div.actions {
                        @if filter.is_later_page() { a.button.slim href=(filter.first_page()) { "First page" } }
                        @if let Some(position) = &slice.next {
                            a.button.slim rel="next" href=(filter.next_page(position.clone())) { "Next page" }
                        }
                    }
                }
            }
        }
    }
}

fn empty(visit: &Visit, filter: &Filter<'_>) -> Markup {
    html! {
        div.empty {
            (Icon::Key)
            @if filter.is_set() {
                h2 { "No key matches" }
                p { "There are keys that the filter leaves out." }
                a.button href="/settings/keys" { "Show all keys" }
            } @else {
                h2 { "No keys yet" }
                p { "A key lets a program, such as a ticketing system or a report, call the API in your organization's name: with the scopes that you choose, and no longer than you choose." }
                @if visit.caller.require(Permission::ManageKeys).is_ok() { (generate()) }
            }
        }
    }
}

/// The statuses to choose from.
pub(super) const STATUSES: [(Status, &str); 3] = [
    (Status::Active, "Active"),
    (Status::Expired, "Expired"),
    (Status::Revoked, "Revoked"),
];
