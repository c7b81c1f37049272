//! `/settings/members/new`, and `POST /settings/members`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::{MemberName, Role};
use aiia_keys_usecases::member::add::{self, Command, Error};
use maud::html;

use super::{invited, roles, step};
use crate::{
    permission::ManageMembers,
    problem::{Problem, render},
    web::{
        components::{Errors, Field},
        form::Form,
        layout,
        visit::{self, Visit},
    },
};

/// What was typed.
struct Draft {
    name: String,
    email: String,
    role: Role,
}

/// The form.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    visit::visit::<ManageMembers>(&request, async |visit| {
        let draft = Draft {
            name: String::new(),
            email: String::new(),
            role: Role::Auditor,
        };
        Ok(form(visit, StatusCode::OK, &draft, &Errors::default()))
    })
    .await
}

/// Adds the member and shows the invitation, or shows the form again with what is wrong.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<ManageMembers>(&request, payload, async |visit, sent| {
        let draft = Draft::read(sent);
        let mut errors = Errors::default();
        let Some(command) = draft.command(&mut errors) else {
            return Ok(form(
                visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                &draft,
                &errors,
            ));
        };
        match add::add(&visit.state.env, &visit.caller, command).await {
            Ok(invited) => Ok(invited::page(visit, &invited)),
            Err(error @ Error::EmailTaken(_)) => {
                let problem = Problem::from(error);
                errors.put("email", &problem);
                Ok(form(
                    visit,
                    render(&problem, None).status(),
                    &draft,
                    &errors,
                ))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

impl Draft {
    fn read(form: &Form) -> Self {
        Self {
            name: form.text("name").to_owned(),
            email: form.text("email").trim().to_owned(),
            role: form.text("role").parse().unwrap_or(Role::Auditor),
        }
    }

    fn command(&self, errors: &mut Errors) -> Option<Command> {
        let name = MemberName::new(&self.name).map_err(|error| Problem::field("name", error));
        let name = errors.take("name", name);
        let email = self
            .email
            .parse()
            .map_err(|error| Problem::field("email", error));
        let email = errors.take("email", email);
        Some(Command {
            name: name?,
            email: email?,
            role: self.role,
        })
    }
}

fn form(visit: &Visit, status: StatusCode, draft: &Draft, errors: &Errors) -> HttpResponse {
    let content = html! {
        form.fields.card method="post" action="/settings/members" {
            (layout::token(visit))
            (Field {
                id: "name", name: "name", label: "Name", hint: "", kind: "text",
                value: &draft.name, autocomplete: "off", required: true,
            }.show(errors))
            (Field {
                id: "email", name: "email", label: "Email", hint: "They sign in with it", kind: "email",
                value: &draft.email, autocomplete: "off", required: true,
            }.show(errors))
            (roles(draft.role))
            div.actions {
                button.button.main type="submit" { "Add member" }
                a.button.quiet href="/settings/members" data-close { "Cancel" }
            }
        }
    };
    step(visit, status, "Add member", &content)
}
