//! `DELETE /api/v1/members/{id}`

use actix_web::HttpResponse;
use aiia_keys_usecases::member::remove;

use crate::{
    call::Call,
    path::MemberPath,
    permission::ManageMembers,
    problem::{Document, Problem},
};

/// Remove a member
///
/// Ends all their sessions at once; keys that they made go on. The last owner stays. May be repeated.
#[utoipa::path(
    delete, path = "/api/v1/members/{id}", tag = "Members", operation_id = "removeMember",
    params(("id" = String, Path, format = "uuid", description = "The member's id")),
    responses(
        (status = 204, description = "The member does not belong to the organization any more"),
        (status = 404, description = "There is no such member in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "It is the last owner", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn remove(call: Call<ManageMembers, MemberPath>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: MemberPath(id),
        ..
    } = call;
    remove::remove(&state.env, &caller, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
