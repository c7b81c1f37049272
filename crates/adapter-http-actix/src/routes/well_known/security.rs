//! `GET /.well-known/security.txt` (RFC 9116)

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, http::header::ContentType};

use crate::{call::state, problem::Problem};

/// The document is to be read again after this long; RFC 9116 advises less than a year.
const VALID: Duration = Duration::from_hours(90 * 24);

/// Find out whom to tell of a weakness
#[utoipa::path(
    get, path = "/.well-known/security.txt", tag = "Operations", operation_id = "securityContact",
    responses(
        (status = 200, description = "A contact, as RFC 9116 describes it", body = String, content_type = "text/plain"),
        (status = 404, description = "No contact is configured", body = crate::problem::Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn security(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = state(&request)?;
    let contact =
        state.options.security_contact.as_ref().ok_or_else(|| {
            Problem::not_found("no security contact is configured for this service")
        })?;
    let expires = state.env.clock.now().saturating_add(VALID);
    Ok(HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .body(format!(
            "Contact: {}\nExpires: {expires}\nPreferred-Languages: en\n",
            contact.as_str()
        )))
}
