//! `POST /api/v1/setup`

use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use aiia_keys_domain::{MemberName, OrganizationName, Password, RequestId};
use aiia_keys_usecases::setup::{FirstOrganization, FirstOwner, complete::Command};
use serde::Deserialize;
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::{
    accept,
    call::state,
    json::{Json, Object, required},
    problem::{Document, Problem},
    query::{NoQuery, Parameters},
    routes::session::view::{SessionView, begun},
    setup,
};

/// The first organization and its owner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Setup)]
pub(crate) struct Body {
    /// The token of the link that the service printed when it started.
    #[schema(value_type = String, required = true, format = Password, example = "… (64 hexadecimal digits)")]
    token: Option<Zeroizing<String>>,
    /// The organization.
    #[schema(value_type = OrganizationBody, required = true)]
    organization: Option<Object<OrganizationBody>>,
    /// Its owner.
    #[schema(value_type = OwnerBody, required = true)]
    owner: Option<Object<OwnerBody>>,
}

/// The first organization.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FirstOrganization)]
struct OrganizationBody {
    /// What members will name when they sign in: 2 to 40 lower-case letters, digits and hyphens.
    #[schema(value_type = String, required = true, example = "example-audit")]
    slug: Option<String>,
    /// What people will call it: 1 to 120 characters.
    #[schema(value_type = String, required = true, example = "Example Audit")]
    name: Option<String>,
}

/// Its owner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FirstOwner)]
struct OwnerBody {
    /// What they will sign in with.
    #[schema(value_type = String, required = true, example = "ada@example.com")]
    email: Option<String>,
    /// What people call them: 1 to 120 characters.
    #[schema(value_type = String, required = true, example = "Ada")]
    name: Option<String>,
    /// Their password: 12 to 128 characters.
    #[schema(value_type = String, required = true, format = Password, example = "correct horse battery staple")]
    password: Option<Zeroizing<String>>,
}

impl TryFrom<OrganizationBody> for FirstOrganization {
    type Error = Problem;

    fn try_from(body: OrganizationBody) -> Result<Self, Problem> {
        let slug = required(body.slug, "organization.slug")?;
        let name = required(body.name, "organization.name")?;
        Ok(Self {
            slug: slug
                .parse()
                .map_err(|error| Problem::field("organization.slug", error))?,
            name: OrganizationName::new(&name)
                .map_err(|error| Problem::field("organization.name", error))?,
        })
    }
}

impl Body {
    fn command(self, request: Option<RequestId>) -> Result<Command, Problem> {
        let token = required(self.token, "token")?;
        let Object(organization) = required(self.organization, "organization")?;
        let Object(owner) = required(self.owner, "owner")?;
        let organization = organization.try_into()?;
        let email = required(owner.email, "owner.email")?;
        let name = required(owner.name, "owner.name")?;
        let password = required(owner.password, "owner.password")?;
        Ok(Command {
            owner: FirstOwner {
                email: email
                    .parse()
                    .map_err(|error| Problem::field("owner.email", error))?,
                name: MemberName::new(&name)
                    .map_err(|error| Problem::field("owner.name", error))?,
            },
            password: Password::new(&password)
                .map_err(|error| Problem::field("owner.password", error))?,
            token: setup::read(&token)?,
            organization,
            request,
        })
    }
}

/// Set an empty system up
///
/// Founds the first organization with its owner, who is signed in: all of it or nothing, and once only. The token is that of the link which the service prints when it starts on an empty system.
#[utoipa::path(
    post, path = "/api/v1/setup", tag = "Session", operation_id = "setUp",
    request_body = Body,
    responses(
        (status = 201, description = "The owner's session", body = SessionView, headers(("Set-Cookie" = String, description = "The session's cookie, `__Host-aiia_session`"))),
        (status = 403, description = "Another site caused the request", body = Document<'static>, content_type = "application/problem+json"),
        (status = 404, description = "There is no such link, or the system is set up already", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "The short name is taken", body = Document<'static>, content_type = "application/problem+json"),
        (status = 410, description = "The link has expired", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
        (status = 429, description = "There were too many attempts", body = Document<'static>, content_type = "application/problem+json", headers(("Retry-After" = u64, description = "Seconds to wait"))),
    ),
)]
pub(crate) async fn complete(
    request: HttpRequest,
    Json(body): Json<Body>,
) -> Result<HttpResponse, Problem> {
    let state = state(&request)?;
    accept::json(&request)?;
    let NoQuery = Parameters::parse(request.query_string())?.read()?;
    let id = request.extensions().get::<RequestId>().cloned();
    let signed_in = setup::complete(&request, state, body.command(id)?).await?;
    begun(&signed_in, state)
}
