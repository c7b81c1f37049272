//! `GET /health/live` and `GET /health/ready`

use actix_web::{HttpRequest, HttpResponse};
use futures_util::future::join_all;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    call::state,
    problem::{Code, Document, Problem},
};

/// That the service runs.
#[derive(Serialize, ToSchema)]
#[schema(as = Health)]
pub(crate) struct HealthView {
    /// `live` or `ready`.
    #[schema(example = "ready")]
    status: &'static str,
}

/// Ask whether the service runs
///
/// Says nothing about the parts that it needs: a service that is not live should be started again.
#[utoipa::path(
    get, path = "/health/live", tag = "Operations", operation_id = "live",
    responses((status = 200, description = "It runs", body = HealthView)),
)]
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(HealthView { status: "live" })
}

/// Ask whether the service can answer
///
/// A service that is not ready should get no requests for now.
#[utoipa::path(
    get, path = "/health/ready", tag = "Operations", operation_id = "ready",
    responses(
        (status = 200, description = "It can answer", body = HealthView),
        (status = 503, description = "A part that it needs is missing: the detail says which", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn ready(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let parts = &state(&request)?.options.parts;
    let answers = join_all(parts.iter().map(|part| part.check())).await;
    let missing: Vec<&str> = parts
        .iter()
        .zip(&answers)
        .filter(|(_, answer)| answer.is_err())
        .map(|(part, _)| part.name())
        .collect();
    if missing.is_empty() {
        return Ok(HttpResponse::Ok().json(HealthView { status: "ready" }));
    }
    let detail = format!("not ready: {} cannot be reached", missing.join(", "));
    Err(Problem::new(Code::Unavailable, detail))
}
