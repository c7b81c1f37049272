//! `GET /openapi.json`: what the API can do, for programs.

use actix_web::{HttpResponse, http::header::ContentType};

use crate::openapi;

/// The API's description.
pub(super) async fn document() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(openapi::json())
}
