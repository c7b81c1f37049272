//! `PATCH /api/v1/keys/{id}`

use actix_web::HttpResponse;
use aiia_keys_usecases::key::update::{self, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{body, view::KeyView};
use crate::{
    call::Call,
    etag::{IfMatch, etag},
    json::{Json, present},
    path::KeyPath,
    permission::ManageKeys,
    problem::{Document, Problem},
    routes::rate_limit::{self, RateLimitBody, SettableRateLimit, settable},
};

/// What to change; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UpdateKey, example = json!({"label": "ServiceNow Integration Key", "scopes": ["read:findings"]}))]
pub(crate) struct Body {
    /// Another label.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, nullable = false)]
    label: Option<String>,
    /// Fewer scopes: what the key keeps.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Vec<String>, required = false, nullable = false)]
    scopes: Option<Vec<String>>,
    /// Fewer addresses: what the key keeps.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Vec<String>, required = false, nullable = false)]
    allowed_cidrs: Option<Vec<String>>,
    /// How often it may be used; `null` is as the organization's policy has it. It may become more, but a key gives no more than its own.
    #[serde(default, deserialize_with = "settable")]
    #[schema(value_type = Option<RateLimitBody>, required = false)]
    rate_limit: SettableRateLimit,
}

/// Change a key
///
/// The label, how often the key may be used, and its powers, which only shrink: fewer scopes, fewer addresses. All of it is changed, or nothing.
#[utoipa::path(
    patch, path = "/api/v1/keys/{id}", tag = "Keys", operation_id = "updateKey",
    params(
        ("id" = String, Path, format = "uuid", description = "The key's id"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the caller read: nothing is changed when it is another one by now", example = "\"3\""),
    ),
    request_body = Body,
    responses(
        (status = 200, description = "The key as it is now", body = KeyView, headers(("ETag" = String, description = "The version of the key"))),
        (status = 404, description = "There is no such key in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "The key is expired or revoked", body = Document<'static>, content_type = "application/problem+json"),
        (status = 412, description = "It was changed in the meantime", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn update(
    call: Call<ManageKeys, (KeyPath, IfMatch, Json<Body>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (KeyPath(id), IfMatch(expected), Json(body)),
        ..
    } = call;
    let command = Command {
        id,
        expected,
        label: body.label.as_deref().map(body::label).transpose()?,
        scopes: body.scopes.as_deref().map(body::scopes).transpose()?,
        sources: body
            .allowed_cidrs
            .as_deref()
            .map(body::sources)
            .transpose()?,
        rate_limit: rate_limit::read(body.rate_limit, "rate_limit")?,
    };
    let key = update::update(&state.env, &caller, command).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(key.version))
        .json(KeyView::of(&key.value, state.env.clock.now())))
}
