//! `/settings/keys/new`, and `POST /settings/keys`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::{Label, SourceAddresses};
use aiia_keys_usecases::{key::generate, scope::list};
use maud::{Markup, html};

use super::{
    draft::End,
    frame::step,
    scopes::{PRESETS, Scopes},
    shown,
};
use crate::{
    permission::ManageKeys,
    problem::{Problem, render},
    query::Parameters,
    routes::keys::body,
    web::{
        components::{Errors, Field, Tone, error, notice},
        form::Form,
        layout,
        visit::{self, Visit},
    },
};

/// What was typed.
struct Draft {
    label: String,
    end: End,
    scopes: Vec<String>,
    sources: String,
}

/// The form, empty or with the scopes of a preset.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ManageKeys>(&request, async |visit| {
        let parameters = Parameters::parse(request.query_string())?;
        let preset = parameters.text("preset").unwrap_or_default();
        let scopes = PRESETS
            .iter()
            .find(|(name, _)| *name == preset)
            .map_or("", |(_, scopes)| scopes);
        let draft = Draft {
            label: String::new(),
            end: End {
                period: "90d".to_owned(),
                last_day: String::new(),
            },
            scopes: scopes.split_whitespace().map(str::to_owned).collect(),
            sources: String::new(),
        };
        form(visit, StatusCode::OK, &draft, &Errors::default()).await
    })
    .await
}

/// Generates the key and shows it, or shows the form again with what is wrong.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManageKeys>(&request, payload, async |visit, sent| {
        let draft = Draft::read(sent);
        let mut errors = Errors::default();
        let Some(command) = draft.command(&mut errors) else {
            return form(visit, StatusCode::UNPROCESSABLE_ENTITY, &draft, &errors).await;
        };
        match generate::generate(&visit.state.env, &visit.caller, command).await {
            Ok(generated) => Ok(shown::page(
                visit,
                "Your new key",
                &generated.key.value,
                &generated.secret,
                None,
            )),
            Err(error) => {
                let problem = Problem::from(error);
                let status = render(&problem, None).status();
                if status.is_server_error() {
                    return Err(problem);
                }
                errors.put(field_of(&problem), &problem);
                form(visit, status, &draft, &errors).await
            }
        }
    })
    .await
}

/// The field of the form that a problem is about.
pub(super) fn field_of(problem: &Problem) -> &'static str {
    match problem
        .named()
        .and_then(|name| name.split(['.', '[']).next())
    {
        Some("label") => "label",
        Some("scopes") => "scopes",
        Some("expiration") => "expiration",
        Some("allowed_cidrs") => "sources",
        Some("overlap") => "overlap",
        Some("reason") => "reason",
        _ => "",
    }
}

impl Draft {
    fn read(form: &Form) -> Self {
        Self {
            label: form.text("label").to_owned(),
            end: End::read(form),
            scopes: form.all("scope").map(str::to_owned).collect(),
            sources: form.text("sources").to_owned(),
        }
    }

    /// The command, or a word about each field that is wrong.
    fn command(&self, errors: &mut Errors) -> Option<generate::Command> {
        let label = errors.take(
            "label",
            Label::new(&self.label).map_err(|error| Problem::field("label", error)),
        );
        let scopes = errors.take("scopes", body::scopes(&self.scopes));
        let expiration = errors.take("expiration", self.end.expiration());
        let blocks: Vec<String> = self.sources.split_whitespace().map(str::to_owned).collect();
        let sources = if blocks.is_empty() {
            Some(SourceAddresses::Anywhere)
        } else {
            errors.take("sources", body::sources(&blocks))
        };
        if self.scopes.is_empty() {
            errors.put(
                "scopes",
                &Problem::field("scopes", "choose at least one scope"),
            );
            return None;
        }
        Some(generate::Command {
            label: label?,
            scopes: scopes?,
            expiration: expiration?,
            sources: sources?,
        })
    }
}

async fn form(
    visit: &Visit,
    status: StatusCode,
    draft: &Draft,
    errors: &Errors,
) -> Result<HttpResponse, Problem> {
    let offers = list::list(&visit.state.env, &visit.caller).await?;
    let scopes = Scopes {
        offers: &offers,
        chosen: &draft.scopes,
        held: None,
        hint: "Choose the least that the program needs. A key never gains scopes later.",
    };
    let content = html! {
        @if let Some(words) = errors.of("") { (notice(Tone::Bad, &html! { (words) })) }
        form.fields.card method="post" action="/settings/keys" {
            (layout::token(visit))
            (Field {
                id: "label", name: "label", label: "Label",
                hint: "What people will call it, such as ServiceNow Integration Key", kind: "text",
                value: &draft.label, autocomplete: "off", required: true,
            }.show(errors))
            (draft.end.show(visit, errors, None))
            (scopes.show(visit, errors, Some(presets())))
            p.sentence data-sentence aria-live="polite" hidden {}
            (sources(visit, draft, errors))
            div.actions {
                button.button.main type="submit" { "Generate key" }
                a.button.quiet href="/settings/keys" data-close { "Cancel" }
            }
        }
    };
    Ok(step(visit, status, "Generate key", None, &content))
}

fn presets() -> Markup {
    html! {
        p.chips.presets {
            span.soft.small { "For: " }
            @for (name, scopes) in PRESETS {
                a.chip href={ "/settings/keys/new?preset=" (name) } data-preset=(scopes) { (name) }
            }
        }
    }
}

/// Where the key may be used from: asked for when the policy wants it, offered otherwise.
fn sources(visit: &Visit, draft: &Draft, errors: &Errors) -> Markup {
    let required = visit.organization.policy().sources_required;
    let wrong = errors.of("sources").is_some();
    let hint = if required {
        "Your organization's policy wants keys bound to networks. One CIDR block a line, such as 203.0.113.0/24."
    } else {
        "Leave empty to allow any address, or bind the key to networks: one CIDR block a line, such as 203.0.113.0/24."
    };
    html! {
        details open[required || wrong || !draft.sources.is_empty()] {
            summary { "Addresses" }
            div.field {
                label for="sources" { "Networks that it may be used from" }
                p.hint id="sources-hint" { (hint) }
                textarea id="sources" name="sources" rows="3" spellcheck="false"
                    aria-invalid=[wrong.then_some("true")] aria-describedby="sources-hint" { (draft.sources) }
                (error("sources", errors, "sources"))
            }
        }
    }
}
