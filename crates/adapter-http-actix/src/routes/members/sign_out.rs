//! `POST /api/v1/members/{id}/sign-out`

use actix_web::HttpResponse;
use aiia_keys_usecases::session::end_all;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    call::Call,
    path::MemberPath,
    permission::SignedIn,
    problem::{Document, Problem},
};

/// How many sessions were ended.
#[derive(Serialize, ToSchema)]
#[schema(as = SignedOut)]
pub(crate) struct SignedOut {
    /// Those that had not ended before.
    #[schema(example = 2)]
    ended: usize,
}

/// End all sessions of a member
///
/// Members end their own, on every device at once; owners anyone's. Their keys go on. May be repeated.
#[utoipa::path(
    post, path = "/api/v1/members/{id}/sign-out", tag = "Members", operation_id = "signMemberOut",
    params(("id" = String, Path, format = "uuid", description = "The member's id")),
    responses(
        (status = 200, description = "None of the member's sessions is accepted any more", body = SignedOut),
        (status = 404, description = "There is no such member in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn sign_out(call: Call<SignedIn, MemberPath>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: MemberPath(id),
        ..
    } = call;
    let ended = end_all::end_all(&state.env, &caller, id).await?;
    Ok(HttpResponse::Ok().json(SignedOut { ended }))
}
