//! `POST /api/v1/keys/{id}/revoke`

use actix_web::HttpResponse;
use aiia_keys_domain::RevocationReason;
use aiia_keys_usecases::key::revoke::{self, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::KeyView;
use crate::{
    call::Call,
    etag::etag,
    json::OptionalJson,
    path::KeyPath,
    permission::ManageKeys,
    problem::{Document, Problem},
};

/// Why a key is ended. May be left out.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RevokeKey, example = json!({"reason": "found in a public repository"}))]
pub(crate) struct Body {
    /// Why, for the audit trail: 1 to 200 characters.
    reason: Option<String>,
}

impl Body {
    /// The reason, if one was given.
    pub(crate) fn reason(self) -> Result<Option<RevocationReason>, Problem> {
        self.reason
            .as_deref()
            .map(RevocationReason::new)
            .transpose()
            .map_err(|error| Problem::field("reason", error))
    }
}

/// Revoke a key
///
/// Ends a key at once and for good. May be repeated: the first revocation stands.
#[utoipa::path(
    post, path = "/api/v1/keys/{id}/revoke", tag = "Keys", operation_id = "revokeKey",
    params(("id" = String, Path, format = "uuid", description = "The key's id")),
    request_body(content = Body, description = "May be left out"),
    responses(
        (status = 200, description = "The key is not accepted any more", body = KeyView),
        (status = 404, description = "There is no such key in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn revoke(
    call: Call<ManageKeys, (KeyPath, OptionalJson<Body>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (KeyPath(id), OptionalJson(body)),
        ..
    } = call;
    let reason = body.reason()?;
    let key = revoke::revoke(&state.env, &caller, Command { id, reason }).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(key.version))
        .json(KeyView::of(&key.value, state.env.clock.now())))
}
