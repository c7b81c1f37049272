//! `/settings/policy`

mod draft;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::{Organization, Permission};
use aiia_keys_ports::Stored;
use aiia_keys_usecases::organization::{
    change_policy::{self, Command},
    find,
};
use maud::{Markup, html};

use self::draft::Draft;
use crate::{
    permission::{ManagePolicy, ReadPolicy},
    problem::{Problem, render},
    web::{
        answer,
        components::{self, Errors, Tone, notice},
        layout::{self, Page, Tab},
        visit::{self, Visit},
        when,
    },
};

/// The policy: to change for who may, to read for the others.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ReadPolicy>(&request, async |visit| {
        let organization = find::find(&visit.state.env, &visit.caller).await?;
        let said = (request.query_string() == "saved").then(|| {
            notice(
                Tone::Good,
                &html! { "The policy is saved. It binds keys that are made from now on; the rate limit, every key that has none of its own." },
            )
        });
        let draft = Draft::of(&organization);
        Ok(show(
            visit,
            StatusCode::OK,
            &organization,
            &draft,
            &Errors::default(),
            said,
        ))
    })
    .await
}

/// Changes the policy, or shows the form again with what is wrong.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManagePolicy>(&request, payload, async |visit, form| {
        let env = &visit.state.env;
        let organization = find::find(env, &visit.caller).await?;
        let draft = Draft::read(form);
        let mut errors = Errors::default();
        let Some(change) = draft.change(&organization, &mut errors) else {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(show(visit, status, &organization, &draft, &errors, None));
        };
        let command = Command { expected: Some(draft.version()), change };
        match change_policy::change_policy(env, &visit.caller, command).await {
            Ok(_) => Ok(answer::see("/settings/policy?saved")),
            Err(error @ change_policy::Error::Stale) => {
                let status = render(&Problem::from(error), None).status();
                let said = notice(Tone::Bad, &html! {
                    "The policy was changed by somebody else in the meantime. What they set is shown below: look at it and decide anew."
                });
                let current = Draft::of(&organization);
                Ok(show(visit, status, &organization, &current, &Errors::default(), Some(said)))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

fn show(
    visit: &Visit,
    status: StatusCode,
    organization: &Stored<Organization>,
    draft: &Draft,
    errors: &Errors,
    said: Option<Markup>,
) -> HttpResponse {
    let may = visit.caller.require(Permission::ManagePolicy).is_ok();
    let content = html! {
        div.head { div { h1 { "Policy" } p { "The rules for keys that are made from now on. Keys that exist stay as they are, but for the rate limit." } } }
        @if let Some(said) = said { (said) }
        div.narrow {
            @if may { (draft.form(visit, errors)) } @else { (facts(&organization.value)) }
        }
    };
    let page = Page {
        title: "Policy",
        tab: Tab::Policy,
        dialog: false,
        place: None,
        content,
    };
    answer::html(status, layout::page(visit, &page))
}

fn facts(organization: &Organization) -> Markup {
    let policy = organization.policy();
    html! {
        div.card {
            dl.facts {
                dt { "A key lives at most" } dd { (policy.maximum_lifetime) }
                dt { "Rotation is due after" } dd { (policy.rotation_period.days()) }
                dt { "Active keys at most" } dd { (policy.maximum_active_keys) }
                dt { "Rate limit" } dd { @if let Some(limit) = policy.rate_limit { (when::rate(limit)) } @else { "None" } }
                dt { "Bound to networks" } dd { @if policy.sources_required { "Always" } @else { "If wanted" } }
                dt { "Scopes" } dd { (components::scopes(&policy.grantable)) }
            }
            p.soft { "Owners can change the policy." }
        }
    }
}
