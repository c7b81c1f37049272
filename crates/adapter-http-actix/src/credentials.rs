//! What a request presents to say who is calling.

use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};

use crate::problem::{Code, Problem};

/// How to present a key, for who did not present anything.
const CHALLENGE: HeaderValue = HeaderValue::from_static("ApiKey realm=\"aiia\"");

/// What a request presents.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Credentials<'a> {
    /// A key, as it stands in the header.
    Key(Presented<'a>),
}

/// A text that is presented as a key. It is not printed: it may be one.
#[derive(PartialEq, Eq)]
pub(crate) struct Presented<'a>(pub(crate) &'a str);

impl std::fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Presented(…)")
    }
}

/// Reads the one credential of a request. A key in the address is never read.
///
/// # Errors
/// When there is none, more than one, or one of another scheme.
pub(crate) fn credentials(headers: &HeaderMap) -> Result<Credentials<'_>, Problem> {
    let mut all = headers.get_all(AUTHORIZATION);
    let Some(value) = all.next() else {
        return Err(Problem::new(
            Code::CredentialsMissing,
            "present a key in the header `Authorization: ApiKey <key>`",
        )
        .with_challenge(CHALLENGE));
    };
    if all.next().is_some() {
        return Err(Problem::new(
            Code::AmbiguousCredentials,
            "there are two Authorization headers: send one",
        )
        .at("Authorization"));
    }
    key(value)
        .map(|text| Credentials::Key(Presented(text)))
        .ok_or_else(|| {
            challenged(Problem::new(
                Code::UnsupportedScheme,
                "the Authorization header is not of the form `ApiKey <key>` or `Bearer <key>`",
            ))
            .at("Authorization")
        })
}

/// What follows the scheme, if it is one that keys are presented with.
fn key(value: &HeaderValue) -> Option<&str> {
    let (scheme, key) = value.to_str().ok()?.trim().split_once(' ')?;
    let known = ["ApiKey", "Bearer"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme));
    let key = key.trim_start();
    (known && !key.is_empty()).then_some(key)
}

/// Tells who presented something that is not accepted why, in the words of RFC 6750.
pub(crate) fn challenged(problem: Problem) -> Problem {
    let entry = problem.code().entry();
    if entry.status != 401 {
        return problem;
    }
    let challenge = format!(
        "ApiKey realm=\"aiia\", error=\"{}\", error_description=\"{}\"",
        entry.code, entry.title
    );
    // Codes and titles are ASCII without quotation marks.
    match HeaderValue::try_from(challenge) {
        Ok(challenge) => problem.with_challenge(challenge),
        Err(_) => problem.with_challenge(CHALLENGE),
    }
}

#[cfg(test)]
mod tests;
