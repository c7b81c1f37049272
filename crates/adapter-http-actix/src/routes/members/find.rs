//! `GET /api/v1/members/{id}`

use actix_web::HttpResponse;
use aiia_keys_usecases::member::find;

use super::view::MemberView;
use crate::{
    call::Call,
    etag::etag,
    path::MemberPath,
    permission::ReadMembers,
    problem::{Document, Problem},
};

/// Look at a member
///
/// Those who were removed are shown too: the trail names them. The `ETag` is what a later change may name in `If-Match`.
#[utoipa::path(
    get, path = "/api/v1/members/{id}", tag = "Members", operation_id = "findMember",
    params(("id" = String, Path, format = "uuid", description = "The member's id")),
    responses(
        (status = 200, description = "The member", body = MemberView, headers(("ETag" = String, description = "The version of the member"))),
        (status = 404, description = "There is no such member in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(call: Call<ReadMembers, MemberPath>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: MemberPath(id),
        ..
    } = call;
    let member = find::find(&state.env, &caller, id).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(member.version))
        .json(MemberView::from(&member.value)))
}
