//! `/sign-in`

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use maud::{Markup, html};
use zeroize::Zeroizing;

use crate::{
    call::state,
    problem::{Problem, render},
    session::{self, Attempt},
    web::{
        answer,
        components::{Errors, Field, Tone, notice, sentence},
        form::Form,
        layout,
        visit::failed,
    },
};

/// What was typed, except for the password.
#[derive(Debug, Default)]
struct Typed {
    organization: String,
    email: String,
}

/// The form.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    let said = match request.query_string() {
        "ended" => Some(notice(
            Tone::Caution,
            &html! { "Your session has ended. Sign in again to go on." },
        )),
        "password" => Some(notice(
            Tone::Good,
            &html! { "Your password is set. Sign in with it." },
        )),
        "everywhere" => Some(notice(
            Tone::Good,
            &html! { "You are signed out on every device." },
        )),
        "out" => Some(notice(Tone::Good, &html! { "You are signed out." })),
        _ => None,
    };
    show(StatusCode::OK, &Typed::default(), &Errors::default(), said)
}

/// Signs in and leads on to the keys.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let form = match Form::read(&request, payload.into_inner()).await {
        Ok(form) => form,
        Err(problem) => return failed(&request, None, &problem),
    };
    let typed = Typed {
        organization: form.text("organization").trim().to_owned(),
        email: form.text("email").trim().to_owned(),
    };
    let mut errors = Errors::default();
    let organization = errors.take(
        "organization",
        typed
            .organization
            .parse()
            .map_err(|error| Problem::field("organization", error)),
    );
    let email = errors.take(
        "email",
        typed
            .email
            .parse()
            .map_err(|error| Problem::field("email", error)),
    );
    let (Some(organization), Some(email)) = (organization, email) else {
        return show(StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, None);
    };
    let attempt = Attempt {
        organization,
        email,
        password: Zeroizing::new(form.text("password").to_owned()),
    };
    match begin(&request, attempt).await {
        Ok(response) => response,
        Err(problem) if problem.code().entry().status >= 500 => failed(&request, None, &problem),
        Err(problem) => {
            let said = notice(Tone::Bad, &html! { (sentence(problem.detail())) });
            show(render(&problem, None).status(), &typed, &errors, Some(said))
        }
    }
}

async fn begin(request: &HttpRequest, attempt: Attempt) -> Result<HttpResponse, Problem> {
    let state = state(request)?;
    let signed_in = session::sign_in(request, state, attempt).await?;
    let (_, cookie) = session::cookie(&signed_in)?;
    let mut response = answer::see("/settings/keys");
    let headers = response.headers_mut();
    headers.append(actix_web::http::header::SET_COOKIE, cookie);
    Ok(response)
}

fn show(status: StatusCode, typed: &Typed, errors: &Errors, said: Option<Markup>) -> HttpResponse {
    let content = html! {
        h1 { "Sign in" }
        @if let Some(said) = said { (said) }
        form.fields method="post" action="/sign-in" {
            (Field {
                id: "organization", name: "organization", label: "Organization",
                hint: "The short name, such as example-audit", kind: "text",
                value: &typed.organization, autocomplete: "organization", required: true,
            }.show(errors))
            (Field {
                id: "email", name: "email", label: "Email", hint: "", kind: "email",
                value: &typed.email, autocomplete: "username", required: true,
            }.show(errors))
            (Field {
                id: "password", name: "password", label: "Password", hint: "", kind: "password",
                value: "", autocomplete: "current-password", required: true,
            }.show(errors))
            div.actions { button.button.main type="submit" { "Sign in" } }
        }
    };
    answer::html(status, layout::door("Sign in", &content))
}
