//! What a request presents to say who is calling.

use actix_web::http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderValue};

use crate::{
    problem::{Code, Problem},
    session::COOKIE_NAME,
};

/// What keys are presented with: ours, and that which most clients know.
const SCHEMES: [&str; 2] = ["ApiKey", "Bearer"];

/// How to present a key, for who did not present anything.
const CHALLENGE: HeaderValue = HeaderValue::from_static("ApiKey realm=\"aiia\"");

/// What a request presents.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Credentials<'a> {
    /// A key, as it stands in the header.
    Key(Presented<'a>),
    /// What the cookie of a session holds.
    Session(Presented<'a>),
}

/// A text that is presented as a key or a session. It is not printed: it may be one.
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
    let mut keys = headers.get_all(AUTHORIZATION);
    let mut sessions = sessions(headers);
    let ambiguous = |field, detail| Err(Problem::new(Code::AmbiguousCredentials, detail).at(field));
    let (value, session) = (keys.next(), sessions.next());
    if keys.next().is_some() {
        let detail = "there are two Authorization headers: send one";
        return ambiguous("Authorization", detail);
    }
    if sessions.next().is_some() {
        let detail = "there are two cookies of a session: send one";
        return ambiguous("Cookie", detail);
    }
    match (value, session) {
        (None, None) => Err(missing()),
        (Some(_), Some(_)) => ambiguous(
            "Authorization",
            "there are a key and the cookie of a session: send one of them",
        ),
        (None, Some(text)) => Ok(Credentials::Session(Presented(text))),
        (Some(value), None) => match key(value) {
            Some(text) => Ok(Credentials::Key(Presented(text))),
            None => Err(unsupported()),
        },
    }
}

fn missing() -> Problem {
    Problem::new(
        Code::CredentialsMissing,
        "present a key in the header `Authorization: ApiKey <key>`, or sign in",
    )
    .with_challenge(CHALLENGE)
}

fn unsupported() -> Problem {
    challenged(Problem::new(
        Code::UnsupportedScheme,
        "the Authorization header is not of the form `ApiKey <key>` or `Bearer <key>`",
    ))
    .at("Authorization")
}

/// The values of every cookie that has the name of a session's (RFC 6265, section 4.2.1).
fn sessions(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(COOKIE)
        // A header that is not ASCII holds no cookie of ours.
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value)
}

/// What follows the scheme, if it is one that keys are presented with.
fn key(value: &HeaderValue) -> Option<&str> {
    let text = value.to_str().ok()?.trim_ascii();
    let after = SCHEMES.iter().find_map(|known| {
        let (scheme, after) = text.split_at_checked(known.len())?;
        scheme.eq_ignore_ascii_case(known).then_some(after)
    });
    let key = after?.strip_prefix(' ')?.trim_ascii_start();
    (!key.is_empty()).then_some(key)
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
