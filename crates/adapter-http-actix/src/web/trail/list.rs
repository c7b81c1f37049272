//! `/settings/trail`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use aiia_keys_domain::TrailEntry;
use aiia_keys_ports::Page as Slice;
use aiia_keys_usecases::{
    member,
    trail::{list, verify},
};
use maud::{Markup, html};

use super::filter::Filter;
use crate::{
    permission::ReadTrail,
    problem::Problem,
    query::Parameters,
    web::{
        answer,
        components::{Tone, notice},
        layout::{self, Page, Tab},
        names::Names,
        visit::{self, Visit},
    },
};

/// The entries, newest first; with `check`, whether the chain is whole.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ReadTrail>(&request, async |visit| {
        let env = &visit.state.env;
        let parameters = Parameters::parse(request.query_string())?;
        let filter = Filter::read(&parameters);
        let slice = list::list(env, &visit.caller, filter.query()).await?;
        let members = member::list::list(env, &visit.caller).await?;
        let names = Names::load(visit, super::named(&slice.items)).await?;
        let checked = match parameters.text("check") {
            Some(_) => Some(check(visit).await?),
            None => None,
        };
        let content = html! {
            div.head {
                div {
                    h1 { "Audit trail" }
                    p { "Everything that changed, by whom and when. Each entry carries the hash of the one before it, so that nothing can be changed or taken away unnoticed." }
                }
                div.actions {
                    a.button href="/settings/trail?check" { "Check the chain" }
                    a.button href="/settings/trail.csv" download { "Export CSV" }
                    a.button href="/settings/trail.jsonl" download { "Export JSON" }
                }
            }
            @if let Some(checked) = checked { (checked) }
            (filter.show(&members))
            (results(&names, &filter, &slice))
        };
        let page = Page { title: "Audit trail", tab: Tab::Trail, dialog: false, place: None, content };
        Ok(answer::html(StatusCode::OK, layout::page(visit, &page)))
    })
    .await
}

/// The state of the chain, in words.
async fn check(visit: &Visit) -> Result<Markup, Problem> {
    match verify::verify(&visit.state.env, &visit.caller).await {
        Ok(head) => Ok(notice(
            Tone::Good,
            &html! {
                strong { "The chain is whole. " }
                (head.sequence()) " entries were checked. Keep the head, where nobody can change it, to compare it with a later one: "
                code { (head.hash()) }
            },
        )),
        Err(error @ (verify::Error::Broken(_) | verify::Error::Cut { .. })) => Ok(notice(
            Tone::Bad,
            &html! {
                strong { "The trail was tampered with. " } (error) ". Keep the database as it is, and tell whoever runs the service."
            },
        )),
        Err(verify::Error::Forbidden(error)) => Err(error.into()),
        Err(verify::Error::Store(error)) => Err(error.into()),
    }
}

fn results(names: &Names, filter: &Filter<'_>, slice: &Slice<TrailEntry, u64>) -> Markup {
    let said = match slice.items.len() {
        0 => "No entry matches.".to_owned(),
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    };
    html! {
        div id="results" data-said=(said) {
            @if slice.items.is_empty() {
                div.card { div.empty { h2 { "No entry matches" } a.button href="/settings/trail" { "Show all entries" } } }
            } @else {
                div.table.stack { (super::entries(names, &slice.items)) }
                div.pages {
                    p.soft.small { (said) ", newest first" }
                    div.actions {
                        @if filter.is_later_page() { a.button.slim href=(filter.first_page()) { "Newest entries" } }
                        @if let Some(sequence) = slice.next {
                            a.button.slim rel="next" href=(filter.next_page(sequence)) { "Older entries" }
                        }
                    }
                }
                @if !filter.entries().is_empty() {
                    p.soft.small {
                        "Export what the filter leaves: " a href=(filter.export("csv")) download { "CSV" }
                        ", " a href=(filter.export("jsonl")) download { "JSON" }
                        ". An excerpt has gaps, so its chain cannot be checked; the whole trail's can."
                    }
                }
            }
        }
    }
}
