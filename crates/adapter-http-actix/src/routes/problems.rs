//! `GET /problems` and `GET /problems/{code}`: pages that explain what went wrong.

use actix_web::{HttpResponse, http::header::ContentType, web::Path};

use crate::problem::{self, Code, Problem};

/// Every kind of failure.
pub(super) async fn index() -> HttpResponse {
    html(problem::index())
}

/// One kind of failure: its cause and its cure.
pub(super) async fn page(code: Path<String>) -> Result<HttpResponse, Problem> {
    let code = Code::find(&code)
        .ok_or_else(|| Problem::not_found("there is no such kind of problem: see /problems"))?;
    Ok(html(problem::page(code)))
}

/// A page.
pub(super) fn html(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::html())
        .body(text)
}
