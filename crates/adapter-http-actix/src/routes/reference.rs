//! `GET /openapi.json` and `GET /docs`: what the API can do.

use actix_web::{HttpResponse, http::header::ContentType};

use super::problems::html;
use crate::{openapi, reference_page};

/// The API's description, for programs.
pub(super) async fn document() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(openapi::json())
}

/// The API's description, for people.
pub(super) async fn page() -> HttpResponse {
    html(reference_page::page())
}
