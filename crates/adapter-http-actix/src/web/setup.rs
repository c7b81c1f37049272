//! `/setup/{token}`: the first start of an empty system.

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    http::{StatusCode, header::SET_COOKIE},
    web,
};
use aiia_keys_domain::{MemberName, OrganizationName, Password, RequestId};
use aiia_keys_usecases::setup::{FirstOrganization, FirstOwner, complete::Command};
use maud::{Markup, html};

use super::{
    answer,
    components::{Errors, Field, Tone, notice, sentence},
    form::Form,
    layout,
    visit::failed,
};
use crate::{
    call::state,
    problem::{Code, Problem, render},
    session, setup,
};

/// What was typed, except for the password.
#[derive(Debug, Default)]
struct Typed {
    organization: String,
    organization_name: String,
    name: String,
    email: String,
}

/// The form, for who opened the link that the service printed.
pub(crate) async fn page(request: HttpRequest) -> HttpResponse {
    match admitted(&request).await {
        Ok(()) => show(
            &request,
            StatusCode::OK,
            &Typed::default(),
            &Errors::default(),
            None,
        ),
        Err(problem) => failed(&request, None, &problem),
    }
}

async fn admitted(request: &HttpRequest) -> Result<(), Problem> {
    setup::check(request, state(request)?, token(request)).await
}

/// Sets the system up and leads on to the keys, or shows the form again with what is wrong.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let form = match Form::read(&request, payload.into_inner()).await {
        Ok(form) => form,
        Err(problem) => return failed(&request, None, &problem),
    };
    let typed = Typed {
        organization: form.text("organization").trim().to_owned(),
        organization_name: form.text("organization_name").to_owned(),
        name: form.text("name").to_owned(),
        email: form.text("email").trim().to_owned(),
    };
    let mut errors = Errors::default();
    let Some((organization, owner, password)) = typed.read(&form, &mut errors) else {
        return show(
            &request,
            StatusCode::UNPROCESSABLE_ENTITY,
            &typed,
            &errors,
            None,
        );
    };
    match begin(&request, organization, owner, password).await {
        Ok(response) => response,
        Err(problem) if problem.code() == Code::SlugTaken => {
            errors.put("organization", &problem);
            let status = render(&problem, None).status();
            show(&request, status, &typed, &errors, None)
        }
        Err(problem) if problem.code() == Code::TooManyAttempts => {
            let said = notice(Tone::Bad, &html! { (sentence(problem.detail())) });
            let status = render(&problem, None).status();
            show(&request, status, &typed, &errors, Some(said))
        }
        Err(problem) => failed(&request, None, &problem),
    }
}

async fn begin(
    request: &HttpRequest,
    organization: FirstOrganization,
    owner: FirstOwner,
    password: Password,
) -> Result<HttpResponse, Problem> {
    let command = Command {
        token: setup::read(token(request))?,
        organization,
        owner,
        password,
        request: request.extensions().get::<RequestId>().cloned(),
    };
    let signed_in = setup::complete(request, state(request)?, command).await?;
    let (_, cookie) = session::cookie(&signed_in)?;
    let mut response = answer::see("/settings/keys");
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// The token of the link, as it stands in the address.
fn token(request: &HttpRequest) -> &str {
    request.match_info().get("token").unwrap_or_default()
}

impl Typed {
    fn read(
        &self,
        form: &Form,
        errors: &mut Errors,
    ) -> Option<(FirstOrganization, FirstOwner, Password)> {
        let slug = self.organization.parse();
        let slug = slug.map_err(|error| Problem::field("organization", error));
        let slug = errors.take("organization", slug);
        let called = OrganizationName::new(&self.organization_name);
        let called = called.map_err(|error| Problem::field("organization_name", error));
        let called = errors.take("organization_name", called);
        let name = MemberName::new(&self.name).map_err(|error| Problem::field("name", error));
        let name = errors.take("name", name);
        let email = self.email.parse();
        let email = email.map_err(|error| Problem::field("email", error));
        let email = errors.take("email", email);
        let password = Password::new(form.text("password"));
        let password = password.map_err(|error| Problem::field("password", error));
        let password = errors.take("password", password);
        let organization = FirstOrganization {
            slug: slug?,
            name: called?,
        };
        let owner = FirstOwner {
            email: email?,
            name: name?,
        };
        Some((organization, owner, password?))
    }
}

fn show(
    request: &HttpRequest,
    status: StatusCode,
    typed: &Typed,
    errors: &Errors,
    said: Option<Markup>,
) -> HttpResponse {
    let content = html! {
        h1 { "Set up AIIA Keys" }
        p { "This system is empty. Found the first organization, and become its owner." }
        @if let Some(said) = said { (said) }
        form.fields method="post" action={ "/setup/" (token(request)) } {
            (Field {
                id: "organization", name: "organization", label: "Short name of the organization",
                hint: "What members sign in with, such as example-audit; it does not change", kind: "text",
                value: &typed.organization, autocomplete: "off", required: true,
            }.show(errors))
            (Field {
                id: "organization_name", name: "organization_name", label: "Name of the organization",
                hint: "Such as Example Audit", kind: "text",
                value: &typed.organization_name, autocomplete: "organization", required: true,
            }.show(errors))
            (Field {
                id: "name", name: "name", label: "Your name", hint: "", kind: "text",
                value: &typed.name, autocomplete: "name", required: true,
            }.show(errors))
            (Field {
                id: "email", name: "email", label: "Your email", hint: "You sign in with it", kind: "email",
                value: &typed.email, autocomplete: "username", required: true,
            }.show(errors))
            (Field {
                id: "password", name: "password", label: "Password", hint: "12 to 128 characters",
                kind: "password", value: "", autocomplete: "new-password", required: true,
            }.show(errors))
            div.actions { button.button.main type="submit" { "Set up" } }
        }
    };
    answer::html(status, layout::door("Set up", &content))
}
