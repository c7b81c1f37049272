//! `POST /api/v1/session`

use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::view::{SessionView, begun};
use crate::{
    accept,
    call::state,
    json::{Json, required},
    problem::{Document, Problem},
    query::{NoQuery, Parameters},
    session::{self, Attempt},
};

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignIn)]
pub(crate) struct Body {
    /// The organization's short name.
    #[schema(value_type = String, required = true, example = "example-audit")]
    organization: Option<String>,
    /// The member's address.
    #[schema(value_type = String, required = true, example = "ada@example.com")]
    email: Option<String>,
    /// The member's password.
    #[schema(value_type = String, required = true, format = Password, example = "correct horse battery staple")]
    password: Option<Zeroizing<String>>,
}

impl TryFrom<Body> for Attempt {
    type Error = Problem;

    fn try_from(body: Body) -> Result<Self, Problem> {
        let organization = required(body.organization, "organization")?;
        let email = required(body.email, "email")?;
        Ok(Self {
            organization: organization
                .parse()
                .map_err(|error| Problem::field("organization", error))?,
            email: email
                .parse()
                .map_err(|error| Problem::field("email", error))?,
            password: required(body.password, "password")?,
        })
    }
}

/// Sign in
///
/// Begins a session, whose cookie the answer sets. Which of the three is wrong is not told. Attempts are limited for each account and each address.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "Session", operation_id = "signIn",
    request_body = Body,
    responses(
        (status = 201, description = "The session", body = SessionView, headers(("Set-Cookie" = String, description = "The session's cookie, `__Host-aiia_session`"))),
        (status = 401, description = "Organization, email and password do not belong together", body = Document<'static>, content_type = "application/problem+json"),
        (status = 403, description = "Another site caused the request", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
        (status = 429, description = "There were too many attempts", body = Document<'static>, content_type = "application/problem+json", headers(("Retry-After" = u64, description = "Seconds to wait"))),
    ),
)]
pub(crate) async fn sign_in(
    request: HttpRequest,
    Json(body): Json<Body>,
) -> Result<HttpResponse, Problem> {
    let state = state(&request)?;
    accept::json(&request)?;
    let NoQuery = Parameters::parse(request.query_string())?.read()?;
    let signed_in = session::sign_in(&request, state, body.try_into()?).await?;
    begun(&signed_in, state)
}
