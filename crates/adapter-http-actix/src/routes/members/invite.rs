//! `POST /api/v1/members/{id}/invite`

use actix_web::HttpResponse;
use aiia_keys_usecases::member::invite;

use super::view::InvitedView;
use crate::{
    call::Call,
    path::MemberPath,
    permission::ManageMembers,
    problem::{Document, Problem},
};

/// Invite a member again
///
/// When the first invitation was lost, or the password was. An earlier invitation does not work any more; a password that is set still does, until the new invitation is accepted.
#[utoipa::path(
    post, path = "/api/v1/members/{id}/invite", tag = "Members", operation_id = "inviteMember",
    params(("id" = String, Path, format = "uuid", description = "The member's id")),
    responses(
        (status = 201, description = "The member, with the invitation, shown this once", body = InvitedView<'static>),
        (status = 404, description = "There is no such member in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn invite(call: Call<ManageMembers, MemberPath>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: MemberPath(id),
        ..
    } = call;
    let invited = invite::invite(&state.env, &caller, id).await?;
    Ok(HttpResponse::Created().json(InvitedView::from(&invited)))
}
