//! `GET /auth`: the question that a gateway asks with every request.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
};
use aiia_keys_domain::{Grant, Scope};
use uuid::Uuid;

use crate::{
    call::{grant, state},
    problem::Problem,
    query::{FromQuery, Parameters},
};

const X_AIIA_ORGANIZATION: HeaderName = HeaderName::from_static("x-aiia-organization");
const X_AIIA_KEY: HeaderName = HeaderName::from_static("x-aiia-key");
const X_AIIA_SCOPES: HeaderName = HeaderName::from_static("x-aiia-scopes");

/// What a gateway asks.
pub(crate) struct Query {
    /// The scope that the key must cover.
    pub(crate) needed: Option<Scope>,
    /// The status of a success.
    pub(crate) yes: StatusCode,
}

impl FromQuery for Query {
    const NAMES: &'static [&'static str] = &["scope", "ok"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            needed: parameters.get("scope", str::parse)?,
            yes: parameters.get("ok", yes)?.unwrap_or(StatusCode::NO_CONTENT),
        })
    }
}

fn yes(text: &str) -> Result<StatusCode, &'static str> {
    match text {
        "200" => Ok(StatusCode::OK),
        "204" => Ok(StatusCode::NO_CONTENT),
        _ => Err("`200` or `204` is expected"),
    }
}

/// Ask whether a request may pass
///
/// For gateways: nginx `auth_request`, Traefik, Caddy, Envoy. They pass the `Authorization` header on and let the request through when the answer is a success. Answers have no body, only headers.
#[utoipa::path(
    get, path = "/auth", tag = "Verification", operation_id = "authorize",
    params(
        ("scope" = Option<String>, Query, description = "The scope that the key must cover", example = "read:findings"),
        ("ok" = Option<u16>, Query, description = "The status of a success: 204, or 200 for gateways that insist on it", example = 200),
    ),
    responses(
        (status = 204, description = "The request may pass", headers(
            ("X-Aiia-Organization" = String, description = "The organization that the key belongs to"),
            ("X-Aiia-Key" = String, description = "The key's id"),
            ("X-Aiia-Scopes" = String, description = "The key's scopes, divided by blanks"),
        )),
        (status = 200, description = "The same, when asked for by `ok=200`"),
        (status = 401, description = "There is no key, or it is not accepted; without a body"),
        (status = 403, description = "The key does not cover the scope, or may not be used from there; without a body"),
        (status = 429, description = "The key was used too often, or too many calls with what is no key came from there; without a body"),
    ),
)]
pub(crate) async fn authorize(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = state(&request)?;
    let Query { needed, yes } = Parameters::parse(request.query_string())?.read()?;
    let grant = grant(&request, state, needed.as_ref())
        .await
        .map_err(Problem::without_body)?;
    granted(&grant, yes)
}

/// What the gateway is told of a key that is accepted.
pub(crate) fn granted(grant: &Grant, yes: StatusCode) -> Result<HttpResponse, Problem> {
    let mut response = HttpResponse::new(yes);
    let headers = response.headers_mut();
    headers.insert(X_AIIA_ORGANIZATION, id(grant.organization.as_uuid())?);
    headers.insert(X_AIIA_KEY, id(grant.key.as_uuid())?);
    let scopes = HeaderValue::try_from(grant.scopes.to_string());
    headers.insert(X_AIIA_SCOPES, scopes.map_err(Problem::internal)?);
    Ok(response)
}

/// An id as its text, which is made in place: gateways ask often.
fn id(id: &Uuid) -> Result<HeaderValue, Problem> {
    let mut text = Uuid::encode_buffer();
    HeaderValue::from_str(id.hyphenated().encode_lower(&mut text)).map_err(Problem::internal)
}
