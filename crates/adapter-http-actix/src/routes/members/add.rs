//! `POST /api/v1/members`

use actix_web::HttpResponse;
use aiia_keys_domain::MemberName;
use aiia_keys_ports::Version;
use aiia_keys_usecases::{
    member::add::{self, Command},
    once::Outcome,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{location, view::InvitedView};
use crate::{
    call::Call,
    etag::etag,
    idempotency::{Nameable, REPLAYED},
    json::{Json, required},
    permission::ManageMembers,
    problem::{Document, Problem},
};

/// The member to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AddMember)]
pub(crate) struct Body {
    /// What they will sign in with.
    #[schema(value_type = String, required = true, example = "grace@example.com")]
    email: Option<String>,
    /// What people call them: 1 to 120 characters.
    #[schema(value_type = String, required = true, example = "Grace")]
    name: Option<String>,
    /// `owner`, `administrator` or `auditor`.
    #[schema(value_type = String, required = true, example = "administrator")]
    role: Option<String>,
}

impl TryFrom<Body> for Command {
    type Error = Problem;

    fn try_from(body: Body) -> Result<Self, Problem> {
        let email = required(body.email, "email")?;
        let name = required(body.name, "name")?;
        let role = required(body.role, "role")?;
        Ok(Self {
            email: email
                .parse()
                .map_err(|error| Problem::field("email", error))?,
            name: MemberName::new(&name).map_err(|error| Problem::field("name", error))?,
            role: super::role(&role)?,
        })
    }
}

/// Add a member
///
/// With an invitation, by which they set a password that nobody else has seen. Its token is shown in this answer alone: give it to the member.
#[utoipa::path(
    post, path = "/api/v1/members", tag = "Members", operation_id = "addMember",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names the request, so that a repeat does nothing twice: a UUID of the caller's own. Known for 24 hours", example = "01890a5d-ac96-774b-bcce-b302099a8057")),
    request_body = Body,
    responses(
        (status = 200, description = "The member whom the same request added before; the invitation was shown then, and `invitation` is null", body = InvitedView<'static>, headers(("Idempotency-Replayed" = String, description = "`true`"))),
        (status = 201, description = "The member, with the invitation, shown this once", body = InvitedView<'static>),
        (status = 409, description = "A member has this address already", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used, or the Idempotency-Key was sent with another request", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn add(
    call: Call<ManageMembers, Nameable<Json<Body>>>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: Nameable {
            body: Json(body),
            named,
        },
        ..
    } = call;
    let command = body.try_into()?;
    let invited = match named {
        None => add::add(&state.env, &caller, command).await?,
        Some(named) => match add::add_once(&state.env, &caller, command, named).await? {
            Outcome::Made(invited) => invited,
            Outcome::Repeated(member) => {
                return Ok(HttpResponse::Ok()
                    .insert_header(REPLAYED)
                    .insert_header(etag(member.version))
                    .insert_header(location(member.value.id()))
                    .json(InvitedView::again(&member.value)));
            }
        },
    };
    Ok(HttpResponse::Created()
        .insert_header(etag(Version::FIRST))
        .insert_header(location(invited.member.id()))
        .json(InvitedView::from(&invited)))
}
