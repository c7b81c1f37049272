//! Versions as entity tags (RFC 9110, section 8.8.3), and the precondition that names them.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{HeaderMap, IF_MATCH},
};
use aiia_keys_ports::Version;

use crate::problem::Problem;

/// The `ETag` of a version.
pub(crate) fn etag(version: Version) -> (&'static str, String) {
    ("ETag", format!("\"{}\"", version.get()))
}

/// The version that the caller expects, if they named one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) Option<Version>);

/// What no version is: they count from 1.
const NEVER: Version = Version::new(0);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(expected(request.headers()).map(Self))
    }
}

/// `*` asks for nothing but that the thing exists, which is asked anyway.
///
/// A tag that is not one of ours, and a weak one, match nothing: the precondition fails then.
fn expected(headers: &HeaderMap) -> Result<Option<Version>, Problem> {
    let refused = || {
        Problem::header(
            "If-Match",
            "If-Match is not one entity tag: send the ETag that the answer had, with its quotation \
             marks, such as `\"3\"`, or `*`",
        )
    };
    let mut all = headers.get_all(IF_MATCH);
    let Some(value) = all.next() else {
        return Ok(None);
    };
    if all.next().is_some() {
        return Err(refused());
    }
    match value.to_str().map(str::trim) {
        Ok("*") => Ok(None),
        Ok(tag) => {
            let weak = tag.strip_prefix("W/");
            let opaque = weak
                .unwrap_or(tag)
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
                .filter(|opaque| !opaque.contains('"'))
                .ok_or_else(refused)?;
            let version = if weak.is_some() {
                None
            } else {
                version(opaque)
            };
            Ok(Some(version.unwrap_or(NEVER)))
        }
        Err(_) => Err(refused()),
    }
}

/// A number as it is written here: without a sign or leading zeros.
fn version(opaque: &str) -> Option<Version> {
    let number: u64 = opaque.parse().ok()?;
    (number.to_string() == opaque).then_some(Version::new(number))
}

#[cfg(test)]
mod tests;
