//! `PATCH /api/v1/members/{id}`

use actix_web::HttpResponse;
use aiia_keys_usecases::member::change_role::{self, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::MemberView;
use crate::{
    call::Call,
    etag::{IfMatch, etag},
    json::{Json, required},
    path::MemberPath,
    permission::ManageMembers,
    problem::{Document, Problem},
};

/// What to change about a member.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UpdateMember)]
pub(crate) struct Body {
    /// `owner`, `administrator` or `auditor`.
    #[schema(value_type = String, required = true, example = "auditor")]
    role: Option<String>,
}

/// Give a member another role
///
/// It holds from their next request on. The last owner stays one.
#[utoipa::path(
    patch, path = "/api/v1/members/{id}", tag = "Members", operation_id = "updateMember",
    params(
        ("id" = String, Path, format = "uuid", description = "The member's id"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the caller read: nothing is changed when it is another one by now", example = "\"3\""),
    ),
    request_body = Body,
    responses(
        (status = 200, description = "The member as they are now", body = MemberView, headers(("ETag" = String, description = "The version of the member"))),
        (status = 404, description = "There is no such member in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "It is the last owner, or the member was removed", body = Document<'static>, content_type = "application/problem+json"),
        (status = 412, description = "The member was changed in the meantime", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn change_role(
    call: Call<ManageMembers, (MemberPath, IfMatch, Json<Body>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (MemberPath(id), IfMatch(expected), Json(body)),
        ..
    } = call;
    let role = super::role(&required(body.role, "role")?)?;
    let command = Command { id, expected, role };
    let member = change_role::change_role(&state.env, &caller, command).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(member.version))
        .json(MemberView::from(&member.value)))
}
