//! Whether a request was caused by a page of this service.
//!
//! A browser sends its cookies with requests that other sites cause. `SameSite=Strict` keeps it from
//! that, and JSON bodies keep forms of other sites out; this is the check that depends on neither.

use actix_web::{
    HttpRequest,
    http::{
        header::{HOST, HeaderName, ORIGIN},
        uri::{Authority, Uri},
    },
};

use crate::problem::{Code, Problem};

/// `Sec-Fetch-Site` (Fetch Metadata Request Headers, section 2.4): browsers set it, pages cannot.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What a request says about the page that caused it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// A page of this service, or the person at the browser.
    Ours,
    /// A page of another site, or of another port or scheme of this host.
    Other,
    /// It does not say: no browser sent it, or a very old one.
    Unsaid,
}

/// Lets a request go on that changes something in the name of who is signed in.
///
/// # Errors
/// Unless the browser says that a page of this service caused it.
pub(crate) fn require(request: &HttpRequest) -> Result<(), Problem> {
    match cause(request) {
        Cause::Ours => Ok(()),
        Cause::Other | Cause::Unsaid => Err(refused()),
    }
}

/// Lets a request go on that needs no cookie but sets one: signing in, for example.
///
/// Programs say nothing about a page, and may.
///
/// # Errors
/// When the browser says that a page of another site caused it.
pub(crate) fn forbid_other(request: &HttpRequest) -> Result<(), Problem> {
    match cause(request) {
        Cause::Ours | Cause::Unsaid => Ok(()),
        Cause::Other => Err(refused()),
    }
}

fn refused() -> Problem {
    Problem::new(
        Code::CrossOrigin,
        "with a session, only pages of this service change anything: a browser shows by \
         Sec-Fetch-Site or Origin where a request comes from; programs use a key",
    )
}

fn cause(request: &HttpRequest) -> Cause {
    let headers = request.headers();
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return match site.as_bytes() {
            b"same-origin" | b"none" => Cause::Ours,
            _ => Cause::Other,
        };
    }
    // Behind a proxy that does not pass the host on, only the header above tells.
    let Some(origin) = headers.get(ORIGIN) else {
        return Cause::Unsaid;
    };
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .or_else(|| request.uri().authority().map(Authority::as_str));
    let origin: Option<Uri> = origin.to_str().ok().and_then(|text| text.parse().ok());
    let origin = origin.as_ref().and_then(Uri::authority);
    match (origin, host) {
        (Some(origin), Some(host)) if origin.as_str().eq_ignore_ascii_case(host) => Cause::Ours,
        _ => Cause::Other,
    }
}

#[cfg(test)]
mod tests;
