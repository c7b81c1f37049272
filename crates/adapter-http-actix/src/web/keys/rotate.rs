//! `/settings/keys/{id}/rotate`

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::{Key, KeyId, Overlap, Status};
use aiia_keys_usecases::{
    key::{find, rotate},
    scope::list,
};
use maud::{Markup, html};

use super::{
    draft::End,
    frame::{refused, step},
    generate::field_of,
    scopes::{Scopes, fewer},
    shown,
};
use crate::{
    permission::ManageKeys,
    problem::{Problem, render},
    query::Parameters,
    web::{
        components::{Choice, Errors, Tone, error, notice, radio},
        form::Form,
        layout,
        names::{Named, Names},
        visit::{self, Visit},
        when,
    },
};

/// Hours for which the old key goes on working, and what they are called.
const OVERLAPS: [(&str, &str); 4] = [
    ("0", "None: it ends at once"),
    ("1", "1 hour"),
    ("24", "24 hours"),
    ("168", "7 days"),
];

/// What was typed.
struct Draft {
    overlap: String,
    /// Hours, of a custom overlap.
    hours: String,
    end: End,
    scopes: Vec<String>,
}

/// The form.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ManageKeys>(&request, async |visit| {
        let key = find::find(&visit.state.env, &visit.caller, super::id(&request)?)
            .await?
            .value;
        let parameters = Parameters::parse(request.query_string())?;
        let without: Vec<&str> = parameters
            .text("without")
            .unwrap_or_default()
            .split(' ')
            .collect();
        let catalog = &visit.state.env.catalog;
        let opened = catalog
            .opened_by(key.data().scopes.as_set())
            .map(|entry| entry.scope().to_string());
        let draft = Draft {
            overlap: "24".to_owned(),
            hours: String::new(),
            end: End {
                period: "same".to_owned(),
                last_day: String::new(),
            },
            scopes: opened
                .filter(|scope| !without.contains(&scope.as_str()))
                .collect(),
        };
        form(visit, StatusCode::OK, &key, &draft, &Errors::default()).await
    })
    .await
}

/// Rotates the key and shows the new one, or shows the form again with what is wrong.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManageKeys>(&request, payload, async |visit, sent| {
        let id = super::id(&request)?;
        let key = find::find(&visit.state.env, &visit.caller, id).await?.value;
        let draft = Draft::read(sent);
        let mut errors = Errors::default();
        let Some(command) = draft.command(visit, &key, id, &mut errors) else {
            return form(
                visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                &key,
                &draft,
                &errors,
            )
            .await;
        };
        match rotate::rotate(&visit.state.env, &visit.caller, command).await {
            Ok(rotated) => Ok(show(visit, &rotated)),
            Err(error) => {
                let problem = Problem::from(error);
                let status = render(&problem, None).status();
                if status.is_server_error() {
                    return Err(problem);
                }
                errors.put(field_of(&problem), &problem);
                form(visit, status, &key, &draft, &errors).await
            }
        }
    })
    .await
}

fn show(visit: &Visit, rotated: &rotate::Rotated) -> HttpResponse {
    let old = rotated.predecessor.value.data();
    let replaced = html! {
        p.sentence {
            @if rotated.predecessor.value.status(visit.now) == Status::Revoked {
                "The old key (" span.mono { (old.mask) } ") has ended."
            } @else {
                "The old key (" span.mono { (old.mask) } ") works until " (when::instant(old.expires_at)) "."
            }
        }
    };
    let key = &rotated.successor.value;
    shown::page(visit, "Your new key", key, &rotated.secret, Some(replaced))
}

impl Draft {
    fn read(form: &Form) -> Self {
        Self {
            overlap: form.text("overlap").to_owned(),
            hours: form.text("hours").trim().to_owned(),
            end: End::read(form),
            scopes: form.all("scope").map(str::to_owned).collect(),
        }
    }

    /// The command, or a word about each field that is wrong.
    fn command(
        &self,
        visit: &Visit,
        key: &Key,
        id: KeyId,
        errors: &mut Errors,
    ) -> Option<rotate::Command> {
        let overlap = errors.take("overlap", self.overlap());
        let expiration = match self.end.period.as_str() {
            "same" => Some(None),
            _ => errors.take("expiration", self.end.expiration()).map(Some),
        };
        let scopes = errors.take("scopes", fewer(visit, key, &self.scopes));
        Some(rotate::Command {
            id,
            overlap: overlap?,
            expiration: expiration?,
            scopes: scopes?,
        })
    }

    fn overlap(&self) -> Result<Overlap, Problem> {
        let hours = if self.overlap == "custom" {
            &self.hours
        } else {
            &self.overlap
        };
        let hours: Option<u32> = hours.parse().ok();
        let hours = hours.ok_or_else(|| {
            Problem::field(
                "overlap",
                "choose how long the old key goes on working, in whole hours",
            )
        })?;
        Overlap::new(Duration::from_secs(u64::from(hours) * 3600))
            .map_err(|error| Problem::field("overlap", error))
    }
}

async fn form(
    visit: &Visit,
    status: StatusCode,
    key: &Key,
    draft: &Draft,
    errors: &Errors,
) -> Result<HttpResponse, Problem> {
    let data = key.data();
    let content = if let Some(successor) = key.successor() {
        let names = Names::load(visit, [Named::Key(successor)]).await?;
        refused(
            &html! { "This key was rotated before. The one to rotate next is its successor, " (names.key(successor)) "." },
        )
    } else if key.status(visit.now) != Status::Active {
        refused(&html! { "This key is " (key.status(visit.now)) ". Generate a new one instead." })
    } else {
        let offers = list::list(&visit.state.env, &visit.caller).await?;
        let scopes = Scopes {
            offers: &offers,
            chosen: &draft.scopes,
            held: Some(data.scopes.as_set()),
            hint: "The new key has the same scopes or fewer.",
        };
        html! {
            p { "The new key replaces " strong { (data.label) } " (" span.mono { (data.mask) } "). The old one goes on working for a while, so that programs can change over." }
            @if let Some(words) = errors.of("") { (notice(Tone::Bad, &html! { (words) })) }
            form.fields.card method="post" action={ "/settings/keys/" (data.id) "/rotate" } {
                (layout::token(visit))
                (overlap(draft, errors))
                (draft.end.show(visit, errors, Some(Choice {
                    name: "expiration", value: "same", label: html! { "As long as before" },
                    chosen: draft.end.period == "same", refused: None,
                })))
                (scopes.show(visit, errors, None))
                div.actions {
                    button.button.main type="submit" { "Rotate key" }
                    a.button.quiet href="/settings/keys" data-close { "Cancel" }
                }
            }
        }
    };
    Ok(step(visit, status, "Rotate key", None, &content))
}

fn overlap(draft: &Draft, errors: &Errors) -> Markup {
    let wrong = errors.of("overlap").is_some();
    html! {
        fieldset id="overlap" aria-describedby=[wrong.then_some("overlap-error")] {
            legend { "Overlap" }
            p.hint { "How long the old key goes on working" }
            div.choices.row {
                @for (value, word) in OVERLAPS {
                    (radio(&Choice {
                        name: "overlap", value, label: html! { (word) },
                        chosen: draft.overlap == value, refused: None,
                    }))
                }
                (radio(&Choice {
                    name: "overlap", value: "custom", label: html! { "Custom" },
                    chosen: draft.overlap == "custom", refused: None,
                }))
            }
            div.field.custom {
                label for="hours" { "Hours" }
                p.hint id="hours-hint" { "At most 2160, which is 90 days" }
                input.short id="hours" name="hours" type="text" inputmode="numeric" value=(draft.hours)
                    autocomplete="off" aria-invalid=[wrong.then_some("true")] aria-describedby="hours-hint";
            }
            (error("overlap", errors, "overlap"))
        }
    }
}
