//! `/settings/keys/{id}/change`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::{Key, Status};
use aiia_keys_ports::{Stored, Version};
use aiia_keys_usecases::{
    key::{find, update},
    scope::list,
};
use maud::{Markup, html};

use super::{
    frame::{refused, step},
    generate::field_of,
    scopes::{Scopes, fewer},
    sources,
};
use crate::{
    permission::ManageKeys,
    problem::{Problem, render},
    routes::keys::body,
    web::{
        answer,
        components::{Errors, Field, Tone, notice},
        form::Form,
        layout,
        rate_limit::{own_rate_limit, rate_limit, rate_limit_text},
        visit::{self, Visit},
    },
};

/// What was typed, or what is so.
struct Draft {
    label: String,
    scopes: Vec<String>,
    sources: String,
    rate_limit: String,
    version: Version,
}

/// The form.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ManageKeys>(&request, async |visit| {
        let id = super::id(&request)?;
        let key = find::find(&visit.state.env, &visit.caller, id).await?;
        let draft = Draft::of(visit, &key);
        form(
            visit,
            StatusCode::OK,
            &key.value,
            &draft,
            &Errors::default(),
            None,
        )
        .await
    })
    .await
}

/// Changes the key and leads back to it, or shows the form again with what is wrong.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManageKeys>(&request, payload, async |visit, sent| {
        let id = super::id(&request)?;
        let key = find::find(&visit.state.env, &visit.caller, id).await?;
        let draft = Draft::read(sent);
        let mut errors = Errors::default();
        let Some(command) = draft.command(visit, &key.value, &mut errors) else {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return form(visit, status, &key.value, &draft, &errors, None).await;
        };
        match update::update(&visit.state.env, &visit.caller, command).await {
            Ok(_) => Ok(answer::see(format!("/settings/keys/{id}?changed"))),
            Err(error @ update::Error::Stale) => {
                let status = render(&Problem::from(error), None).status();
                let said = notice(Tone::Bad, &html! {
                    "The key was changed by somebody else in the meantime. How it is now is shown below: look at it and decide anew."
                });
                let current = Draft::of(visit, &key);
                form(visit, status, &key.value, &current, &Errors::default(), Some(said)).await
            }
            Err(error) => {
                let problem = Problem::from(error);
                let status = render(&problem, None).status();
                if status.is_server_error() {
                    return Err(problem);
                }
                errors.put(field_of(&problem), &problem);
                form(visit, status, &key.value, &draft, &errors, None).await
            }
        }
    })
    .await
}

impl Draft {
    /// The key as it is.
    fn of(visit: &Visit, key: &Stored<Key>) -> Self {
        let data = key.value.data();
        let opened = visit.state.env.catalog.opened_by(data.scopes.as_set());
        Self {
            label: data.label.to_string(),
            scopes: opened.map(|entry| entry.scope().to_string()).collect(),
            sources: sources::text(&data.sources),
            rate_limit: rate_limit_text(data.rate_limit),
            version: key.version,
        }
    }

    fn read(form: &Form) -> Self {
        Self {
            label: form.text("label").to_owned(),
            scopes: form.all("scope").map(str::to_owned).collect(),
            sources: form.text("sources").to_owned(),
            rate_limit: form.text("rate_limit").trim().to_owned(),
            version: Version::new(form.text("version").parse().unwrap_or_default()),
        }
    }

    /// The command, or a word about each field that is wrong.
    fn command(&self, visit: &Visit, key: &Key, errors: &mut Errors) -> Option<update::Command> {
        let label = errors.take("label", body::label(&self.label));
        let scopes = errors.take("scopes", fewer(visit, key, &self.scopes));
        let sources = errors.take("sources", sources::read(&self.sources));
        let limit = errors.take("rate_limit", rate_limit(&self.rate_limit));
        Some(update::Command {
            id: key.data().id,
            expected: Some(self.version),
            label: Some(label?),
            scopes: scopes?,
            sources: Some(sources?),
            rate_limit: Some(limit?),
        })
    }
}

async fn form(
    visit: &Visit,
    status: StatusCode,
    key: &Key,
    draft: &Draft,
    errors: &Errors,
    said: Option<Markup>,
) -> Result<HttpResponse, Problem> {
    let data = key.data();
    let address = format!("/settings/keys/{}", data.id);
    let content = if key.status(visit.now) == Status::Active {
        let offers = list::list(&visit.state.env, &visit.caller).await?;
        let scopes = Scopes {
            offers: &offers,
            chosen: &draft.scopes,
            held: Some(data.scopes.as_set()),
            hint: "What is taken away is gone at once, on every node, and cannot be given back.",
        };
        html! {
            @if let Some(said) = said { (said) }
            @if let Some(words) = errors.of("") { (notice(Tone::Bad, &html! { (words) })) }
            form.fields.card method="post" action={ (address) "/change" } {
                (layout::token(visit))
                input type="hidden" name="version" value=(draft.version.get());
                (Field {
                    id: "label", name: "label", label: "Label", hint: "", kind: "text",
                    value: &draft.label, autocomplete: "off", required: true,
                }.show(errors))
                (scopes.show(visit, errors, None))
                (sources::field(&draft.sources, "The same or narrower ones: one CIDR block a line, such as 203.0.113.0/24. Without any, the key may be used from anywhere.", true, errors))
                (own_rate_limit(visit, &draft.rate_limit, errors))
                div.actions {
                    button.button.main type="submit" { "Save" }
                    a.button.quiet href=(address) data-close { "Cancel" }
                }
            }
        }
    } else {
        refused(&html! { "This key is " (key.status(visit.now)) " and stays as it is." })
    };
    Ok(step(visit, status, "Change key", None, &content))
}
