//! `POST /api/v1/invitation/accept`

use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use aiia_keys_domain::{InvitationToken, OrganizationId, Password, RequestId};
use aiia_keys_usecases::{
    member::accept::{self, Command, Error},
    organization::locate,
};
use serde::Deserialize;
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::view::MemberView;
use crate::{
    accept as takes,
    attempts::admit,
    call::state,
    json::{Json, required},
    path,
    problem::{Document, Problem},
    query::{NoQuery, Parameters},
    state::State,
};

/// The invitation to accept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AcceptInvitation)]
pub(crate) struct Body {
    /// The organization that it is for: its id, or its short name.
    #[schema(value_type = String, required = true, example = "example-audit")]
    organization: Option<String>,
    /// The invitation's token.
    #[schema(value_type = String, required = true, format = Password, example = "… (64 hexadecimal digits)")]
    token: Option<Zeroizing<String>>,
    /// The password to set: 12 to 128 characters.
    #[schema(value_type = String, required = true, format = Password, example = "correct horse battery staple")]
    password: Option<Zeroizing<String>>,
}

/// Accept an invitation
///
/// Sets the member's password, uses the invitation up, and ends all sessions of theirs. To go on, sign in.
#[utoipa::path(
    post, path = "/api/v1/invitation/accept", tag = "Members", operation_id = "acceptInvitation",
    request_body = Body,
    responses(
        (status = 200, description = "The member, whose password is set", body = MemberView),
        (status = 403, description = "Another site caused the request", body = Document<'static>, content_type = "application/problem+json"),
        (status = 404, description = "There is no such invitation", body = Document<'static>, content_type = "application/problem+json"),
        (status = 410, description = "The invitation was accepted before, or has expired", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
        (status = 429, description = "There were too many attempts", body = Document<'static>, content_type = "application/problem+json", headers(("Retry-After" = u64, description = "Seconds to wait"))),
    ),
)]
pub(crate) async fn accept(
    request: HttpRequest,
    Json(body): Json<Body>,
) -> Result<HttpResponse, Problem> {
    let state = state(&request)?;
    takes::json(&request)?;
    let NoQuery = Parameters::parse(request.query_string())?.read()?;
    let organization = required(body.organization, "organization")?;
    let token = required(body.token, "token")?;
    let password = required(body.password, "password")?;
    let password = Password::new(&password).map_err(|error| Problem::field("password", error))?;
    admit(&request, state)?;
    let organization = located(state, &organization).await?;
    // What is no token is no one's.
    let (Some(organization), Some(token)) = (organization, InvitationToken::parse(&token)) else {
        return Err(Error::NotFound.into());
    };
    let command = Command {
        organization,
        token,
        password,
        request: request.extensions().get::<RequestId>().cloned(),
    };
    let member = accept::accept(&state.env, command).await?;
    Ok(HttpResponse::Ok().json(MemberView::from(&member)))
}

/// The organization with this id or short name.
async fn located(state: &State, text: &str) -> Result<Option<OrganizationId>, Problem> {
    if let Ok(id) = path::uuid(text) {
        return Ok(Some(OrganizationId::from_uuid(id)));
    }
    let slug = text.parse().map_err(|_| {
        Problem::field(
            "organization",
            "organization is neither an id nor a short name, such as `example-audit`",
        )
    })?;
    Ok(locate::locate(&state.env, &slug).await?)
}
