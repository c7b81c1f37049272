//! Pages of long lists.

use std::fmt::Write as _;

use actix_web::{
    HttpRequest,
    http::header::{HeaderName, HeaderValue, InvalidHeaderValue, LINK, TryIntoHeaderPair},
};
use aiia_keys_ports::PageLimit;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    cursor::{self, Place},
    problem::Problem,
    query::Parameters,
};

/// How many items a page shall have.
///
/// # Errors
/// When it is not a number from 1 to 100.
pub(crate) fn limit(parameters: &Parameters<'_>) -> Result<PageLimit, Problem> {
    let limit = parameters.get("limit", |text| {
        let digits = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits { text.parse().unwrap_or(0) } else { 0 };
        PageLimit::new(number).map_err(|_| "a number from 1 to 100 is expected")
    })?;
    Ok(limit.unwrap_or_default())
}

/// Where the page begins.
///
/// # Errors
/// When it is no cursor of this list.
pub(crate) fn cursor<P: Place>(parameters: &Parameters<'_>) -> Result<Option<P>, Problem> {
    parameters.get("cursor", cursor::decode)
}

/// `Link: <…>; rel="next"` (RFC 8288): the same list with the same filters, from a place on.
pub(crate) struct Next(String);

impl Next {
    /// The page after this one.
    ///
    /// # Errors
    /// When the query of the request cannot be read, which it was before.
    pub(crate) fn after<P: Place>(request: &HttpRequest, place: &P) -> Result<Self, Problem> {
        const KEPT: &AsciiSet = &NON_ALPHANUMERIC
            .remove(b'-')
            .remove(b'.')
            .remove(b'_')
            .remove(b'~');
        let mut link = format!("<{}?", request.path());
        for (name, value) in Parameters::parse(request.query_string())?.iter() {
            if name != "cursor" {
                // Writing to a `String` cannot fail.
                let _ = write!(
                    link,
                    "{}={}&",
                    utf8_percent_encode(name, KEPT),
                    utf8_percent_encode(value, KEPT)
                );
            }
        }
        let _ = write!(link, "cursor={}>; rel=\"next\"", cursor::encode(place));
        Ok(Self(link))
    }
}

impl TryIntoHeaderPair for Next {
    type Error = InvalidHeaderValue;

    fn try_into_pair(self) -> Result<(HeaderName, HeaderValue), InvalidHeaderValue> {
        HeaderValue::try_from(self.0).map(|value| (LINK, value))
    }
}
