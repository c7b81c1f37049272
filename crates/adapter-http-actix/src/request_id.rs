//! The id that every request has, in the log, the trail and the answer.

use actix_web::http::header::{HeaderMap, HeaderName};
use aiia_keys_domain::RequestId;
use aiia_keys_ports::{EntropyUnavailable, generate_uuid};
use aiia_keys_usecases::Env;

/// `X-Request-Id`.
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id that the caller chose, when it is a valid one; a new one otherwise.
///
/// A wrong one is replaced and not refused: a request must not fail for the sake of its name.
pub(crate) fn request_id(headers: &HeaderMap, env: &Env) -> Result<RequestId, EntropyUnavailable> {
    if let Some(chosen) = chosen(headers) {
        return Ok(chosen);
    }
    let id = generate_uuid(&*env.entropy, env.clock.now())?;
    // A UUID is a valid id of a request.
    RequestId::from_stored(id.to_string()).map_err(|_| EntropyUnavailable)
}

fn chosen(headers: &HeaderMap) -> Option<RequestId> {
    let mut all = headers.get_all(X_REQUEST_ID);
    let only = all.next()?;
    if all.next().is_some() {
        return None;
    }
    RequestId::new(only.to_str().ok()?).ok()
}
