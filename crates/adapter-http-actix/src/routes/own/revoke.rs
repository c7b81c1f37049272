//! `POST /api/v1/self/revoke`

use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use aiia_keys_domain::RequestId;
use aiia_keys_usecases::key::surrender::{self, Command};

use crate::{
    accept,
    call::{presented_key, state, unless_too_many},
    credentials::challenged,
    json::OptionalJson,
    problem::{Document, Problem},
    query::{NoQuery, Parameters},
    routes::keys::{revoke::Body, view::KeyView},
    source::source,
};

/// Revoke the key that is presented
///
/// Whoever holds a key may end it, from wherever they are: a stranger who found it in a public place, too.
#[utoipa::path(
    post, path = "/api/v1/self/revoke", tag = "Self", operation_id = "revokeSelf",
    request_body(content = Body, description = "May be left out"),
    responses(
        (status = 200, description = "The key is not accepted any more", body = KeyView),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn revoke(
    request: HttpRequest,
    OptionalJson(body): OptionalJson<Body>,
) -> Result<HttpResponse, Problem> {
    let state = state(&request)?;
    let key = presented_key(&request)?;
    accept::json(&request)?;
    let NoQuery = Parameters::parse(request.query_string())?.read()?;
    let command = Command {
        presented: key.0,
        reason: body.reason()?,
        request: request.extensions().get::<RequestId>().cloned(),
    };
    let key = surrender::surrender(&state.env, command)
        .await
        .map_err(|error| {
            let source = source(request.head(), &state.options);
            challenged(unless_too_many(error.into(), state, source))
        })?;
    Ok(HttpResponse::Ok().json(KeyView::of(&key.value, state.env.clock.now())))
}
