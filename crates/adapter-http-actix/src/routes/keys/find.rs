//! `GET /api/v1/keys/{id}`

use actix_web::HttpResponse;
use aiia_keys_usecases::usage::find;

use super::used::UsedKeyView;
use crate::{
    call::Call,
    etag::etag,
    path::KeyPath,
    permission::ReadKeys,
    problem::{Document, Problem},
};

/// Look at a key
///
/// Masked. The `ETag` is what a later change may name in `If-Match`.
#[utoipa::path(
    get, path = "/api/v1/keys/{id}", tag = "Keys", operation_id = "findKey",
    params(("id" = String, Path, format = "uuid", description = "The key's id")),
    responses(
        (status = 200, description = "The key", body = UsedKeyView, headers(("ETag" = String, description = "The version of the key"))),
        (status = 404, description = "There is no such key in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(call: Call<ReadKeys, KeyPath>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: KeyPath(id),
        ..
    } = call;
    let used = find::find(&state.env, &caller, id).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(used.key.version))
        .json(UsedKeyView::of(used, state.env.clock.now())))
}
