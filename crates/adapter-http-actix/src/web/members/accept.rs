//! `/invitation`

use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, http::StatusCode, web};
use aiia_keys_domain::{InvitationToken, OrganizationId, Password, RequestId};
use aiia_keys_usecases::member::accept::{self, Command};
use maud::{Markup, html};

use crate::{
    attempts::admit,
    call::state,
    path,
    problem::{Problem, render},
    web::{
        answer,
        components::{Errors, Field, Tone, notice, sentence},
        form::Form,
        layout,
        visit::failed,
    },
};

/// The form. The code comes behind the `#` of the address, and a script puts it into its field.
pub(crate) async fn page() -> HttpResponse {
    show(StatusCode::OK, "", &Errors::default(), None)
}

/// Sets the password and leads on to signing in.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let form = match Form::read(&request, payload.into_inner()).await {
        Ok(form) => form,
        Err(problem) => return failed(&request, None, &problem),
    };
    let code = form.text("code").trim();
    let mut errors = Errors::default();
    let invitation = errors.take("code", read(code));
    let password =
        Password::new(form.text("password")).map_err(|error| Problem::field("password", error));
    let password = errors.take("password", password);
    let (Some((organization, token)), Some(password)) = (invitation, password) else {
        return show(StatusCode::UNPROCESSABLE_ENTITY, code, &errors, None);
    };
    let command = Command {
        organization,
        token,
        password,
        request: request.extensions().get::<RequestId>().cloned(),
    };
    match set(&request, command).await {
        Ok(()) => answer::see("/sign-in?password"),
        Err(problem) if problem.code().entry().status >= 500 => failed(&request, None, &problem),
        Err(problem) => {
            let said = notice(Tone::Bad, &html! { (sentence(problem.detail())) });
            show(render(&problem, None).status(), code, &errors, Some(said))
        }
    }
}

/// Accepts the invitation, within the limits on attempts.
async fn set(request: &HttpRequest, command: Command) -> Result<(), Problem> {
    let state = state(request)?;
    admit(request, state)?;
    accept::accept(&state.env, command).await?;
    Ok(())
}

/// Organization and token, as the invitation's link holds them.
fn read(code: &str) -> Result<(OrganizationId, InvitationToken), Problem> {
    let parts = code.split_once('.').and_then(|(organization, token)| {
        let organization = path::uuid(organization).ok()?;
        Some((
            OrganizationId::from_uuid(organization),
            InvitationToken::parse(token)?,
        ))
    });
    parts.ok_or_else(|| {
        Problem::field(
            "code",
            "this is not a whole code: copy what stands behind the # of the link",
        )
    })
}

fn show(status: StatusCode, code: &str, errors: &Errors, said: Option<Markup>) -> HttpResponse {
    let wrong = errors.of("code").is_some();
    let content = html! {
        h1 { "Set your password" }
        @if let Some(said) = said { (said) }
        form.fields method="post" action="/invitation" {
            div.field {
                label for="code" { "Invitation code" }
                p.hint id="code-hint" { "What stands behind the # of the link" }
                input id="code" name="code" type="text" value=(code) autocomplete="off" required
                    spellcheck="false" data-from-fragment aria-describedby="code-hint"
                    aria-invalid=[wrong.then_some("true")];
                (crate::web::components::error("code", errors, "code"))
            }
            (Field {
                id: "password", name: "password", label: "New password", hint: "12 to 128 characters",
                kind: "password", value: "", autocomplete: "new-password", required: true,
            }.show(errors))
            div.actions { button.button.main type="submit" { "Set password" } }
        }
    };
    answer::html(status, layout::door("Set your password", &content))
}
