//! Pages and redirections as responses.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION},
    },
};
use maud::Markup;

/// What a page may load and where its forms may go: this service, and nothing that stands in the page itself.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// A page with this status. It is kept by no cache.
pub(crate) fn html(status: StatusCode, page: Markup) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(page.into_string())
}

/// Leads on to another page of ours, to be read.
pub(crate) fn see(address: impl Into<String>) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, address.into()))
        .finish()
}

/// `GET /`: where people begin.
pub(crate) async fn home() -> HttpResponse {
    see("/settings/keys")
}
