//! `/settings/keys/{id}`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use aiia_keys_domain::{
    Bucket, Key, Permission, SourceAddresses, Status, Subject, TrailEntry, UsageRange, UsageReport,
};
use aiia_keys_ports::{PageLimit, Stored, TrailFilter};
use aiia_keys_usecases::{key::find, trail::list, usage::report};
use maud::{Markup, html};

use super::{end, standing, usage};
use crate::{
    permission::ReadKeys,
    problem::Problem,
    web::{
        answer,
        components::{self, Tone, chart, notice},
        layout::{self, Page, Tab},
        names::{Named, Names},
        trail,
        visit::{self, Visit},
        when,
    },
};

/// Days for which the use is shown.
const DAYS: u16 = 30;

/// Everything about a key.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ReadKeys>(&request, async |visit| {
        let id = super::id(&request)?;
        let key = find::find(&visit.state.env, &visit.caller, id).await?;
        let range = UsageRange::up_to(visit.now, DAYS, Bucket::Day);
        let report = report::report(&visit.state.env, &visit.caller, id, range).await?;
        let entries = entries(visit, &key).await?;
        let data = key.value.data();
        let related = [data.predecessor, key.value.successor()];
        let related = related.into_iter().flatten().map(Named::Key);
        let revoked_by = key.value.revocation().map(|revocation| &revocation.by);
        let people = [Some(&data.created_by), revoked_by].into_iter().flatten();
        let people = people.filter_map(Named::actor);
        let known = trail::named(&entries).chain(related).chain(people);
        let names = Names::load(visit, known).await?;
        let title = data.label.as_str();
        let content = html! {
            (head(visit, &key.value))
            @if request.query_string() == "changed" { (notice(Tone::Good, &html! { "The change is saved, and holds on every node." })) }
            div.grid {
                section.card.wide aria-label="Lifetime" { h2 { "Lifetime" } (lifetime(visit, &key.value)) }
                section.card { h2 { "Scopes" } (powers(visit, &key.value)) }
                section.card { h2 { "About" } (facts(visit, &names, &key.value)) }
                section.card.wide { h2 { "Use" } (use_of(visit, &key.value, &report)) }
                section.card.wide { h2 { "Audit trail" } div.stack { (trail::entries(&names, &entries)) } }
            }
        };
        let page = Page { title, tab: Tab::Keys, dialog: false, place: None, content };
        Ok(answer::html(StatusCode::OK, layout::page(visit, &page)))
    })
    .await
}

/// How the key is used, with the way to a key without what it never used.
fn use_of(visit: &Visit, key: &Key, report: &UsageReport) -> Markup {
    let rotatable = key.status(visit.now) == Status::Active
        && key.successor().is_none()
        && visit.caller.require(Permission::ManageKeys).is_ok();
    let rotate = rotatable.then(|| {
        let scopes: Vec<String> = report.unused.iter().map(ToString::to_string).collect();
        format!(
            "/settings/keys/{}/rotate?without={}",
            key.data().id,
            scopes.join("+")
        )
    });
    usage::report(visit.now, report, rotate.as_deref())
}

/// The newest entries about the key.
async fn entries(visit: &Visit, key: &Stored<Key>) -> Result<Vec<TrailEntry>, Problem> {
    let query = list::Query {
        filter: TrailFilter {
            subject: Some(Subject::Key(key.value.data().id)),
            ..TrailFilter::default()
        },
        before: None,
        limit: PageLimit::default(),
    };
    Ok(list::list(&visit.state.env, &visit.caller, query)
        .await?
        .items)
}

fn head(visit: &Visit, key: &Key) -> Markup {
    let data = key.data();
    let address = format!("/settings/keys/{}", data.id);
    let may = visit.caller.require(Permission::ManageKeys).is_ok();
    let status = key.status(visit.now);
    html! {
        div.head {
            div {
                p.crumb { a href="/settings/keys" { "API keys" } }
                h1 { (data.label) }
                p.mono { (data.mask) }
                (standing(visit, key))
            }
            @if may && status != Status::Revoked {
                div.actions {
                    @if status == Status::Active { a.button href={ (address) "/change" } data-dialog { "Change" } }
                    @if status == Status::Active && key.successor().is_none() {
                        a.button href={ (address) "/rotate" } data-dialog { "Rotate" }
                    }
                    a.button href={ (address) "/revoke" } data-dialog { "Revoke" }
                }
            }
        }
    }
}

fn lifetime(visit: &Visit, key: &Key) -> Markup {
    let (ends_at, end) = end(key, visit.now);
    let period = visit.organization.policy().rotation_period;
    let rotatable = key.status(visit.now) == Status::Active && key.successor().is_none();
    chart::lifetime(chart::Lifetime {
        created_at: key.data().created_at,
        now: visit.now,
        rotation_due_at: rotatable.then(|| key.rotation_due_at(period)),
        ends_at,
        end,
    })
}

/// The scopes, and what they open in words.
fn powers(visit: &Visit, key: &Key) -> Markup {
    let scopes = key.data().scopes.as_set();
    html! {
        (components::scopes(scopes))
        p { "With this key, a program may:" }
        ul { @for entry in visit.state.env.catalog.opened_by(scopes) { li { (entry.description()) } } }
    }
}

fn facts(visit: &Visit, names: &Names, key: &Key) -> Markup {
    let data = key.data();
    html! {
        dl.facts {
            dt { "Made" } dd { (when::instant(data.created_at)) " by " (names.actor(&data.created_by)) }
            dt { "Expires" } dd { (when::instant(data.expires_at)) }
            @if let Some(revocation) = key.revocation() {
                dt { "Revoked" } dd { (when::instant(revocation.at)) " by " (names.actor(&revocation.by)) }
                @if let Some(reason) = &revocation.reason { dt { "Reason" } dd { (reason) } }
            }
            @if let Some(successor) = key.successor() {
                dt { "Replaced by" } dd { (names.key(successor)) @if key.revocation().is_none() { ", works until " (when::instant(data.expires_at)) } }
            }
            @if let Some(predecessor) = data.predecessor { dt { "Replaces" } dd { (names.key(predecessor)) } }
            dt { "Addresses" }
            dd {
                @match &data.sources {
                    SourceAddresses::Anywhere => "Any",
                    SourceAddresses::Only(list) => { @for block in list.iter() { div.mono { (block) } } }
                }
            }
            dt { "Rate limit" }
            dd {
                @match (data.rate_limit, visit.organization.policy().rate_limit) {
                    (Some(limit), _) => (when::rate(limit)),
                    (None, Some(limit)) => { (when::rate(limit)) ", by the policy" }
                    (None, None) => "None",
                }
            }
            dt { "Id" } dd.mono.small { (data.id) }
        }
    }
}
