//! Bodies in JSON.

mod depth;
mod integer;
mod object;
pub(crate) mod read;

use std::{fmt, future::Future, pin::Pin, str::FromStr};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use uuid::Uuid;

pub(crate) use integer::Integer;
pub(crate) use object::Object;

use crate::{
    idempotency,
    path::uuid,
    problem::{Code, Problem},
};

const MEDIA_TYPE: &str = "application/json";

/// Bytes of a body that holds long texts: every character of them may be written as an escape.
pub(crate) const LONG: usize = 256 * 1024;

/// A body in JSON, of at most so many bytes.
#[derive(Debug)]
pub(crate) struct Json<T, const MAX: usize = { read::MAX }>(pub(crate) T);

impl<T: DeserializeOwned + 'static, const MAX: usize> FromRequest for Json<T, MAX> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let body = read::body(&request, &mut payload, MAX, MEDIA_TYPE).await?;
            idempotency::digest(&request, &body);
            if body.is_empty() {
                return Err(Problem::new(
                    Code::MalformedBody,
                    "the body is empty: a JSON object is expected",
                ));
            }
            parse(&body).map(Self)
        })
    }
}

/// A body in JSON that may be left out.
#[derive(Debug)]
pub(crate) struct OptionalJson<T>(pub(crate) T);

impl<T: DeserializeOwned + Default + 'static> FromRequest for OptionalJson<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let body = read::body(&request, &mut payload, read::MAX, MEDIA_TYPE).await?;
            idempotency::digest(&request, &body);
            if body.is_empty() {
                return Ok(Self(T::default()));
            }
            parse(&body).map(Self)
        })
    }
}

/// Reads a value from JSON; a failure names the field.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let malformed = |detail: String| Problem::new(Code::MalformedBody, detail);
    let text = str::from_utf8(body)
        .map_err(|error| malformed(format!("the body is not UTF-8: {error}")))?;
    if !depth::is_bounded(text.as_bytes()) {
        let most = depth::MAX;
        return Err(malformed(format!(
            "the body is nested too deeply: at most {most} levels are read"
        )));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut deserializer);
    let Object(value) = read.map_err(|error: serde_path_to_error::Error<serde_json::Error>| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let problem = malformed(describe(&inner));
        match field(&path, &inner) {
            Some(field) => problem.at(field),
            None => problem,
        }
    })?;
    deserializer
        .end()
        .map_err(|error| malformed(describe(&error)))?;
    Ok(value)
}

/// The field at fault: where reading stopped, or the one that the message is about.
fn field(path: &str, error: &serde_json::Error) -> Option<String> {
    let message = error.to_string();
    let named = ["unknown field `", "duplicate field `"]
        .iter()
        .find_map(|start| message.strip_prefix(start)?.split_once('`'))
        .map(|(name, _)| name.chars().filter(|c| !c.is_control()).take(40).collect());
    let parent = path.strip_suffix('.').unwrap_or(path);
    match (named, parent) {
        (Some(name), "" | "?") => Some(name),
        (Some(name), parent) if parent.ends_with(&name) => Some(parent.to_owned()),
        (Some(name), parent) => Some(format!("{parent}.{name}")),
        (None, "" | "?") => None,
        (None, parent) => Some(parent.to_owned()),
    }
}

/// What is wrong, without a value that stands in the body: it may be a secret in the wrong place.
fn describe(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match error.classify() {
        serde_json::error::Category::Data => withheld(&message),
        _ => format!("the body is not JSON: {message}"),
    }
}

/// serde's messages about types quote the value that was found: `invalid type: string "…", expected …`.
fn withheld(message: &str) -> String {
    let Some((head, tail)) = message.rsplit_once(", expected ") else {
        return shortened(message);
    };
    let head = head.split(['"', '`']).next().unwrap_or_default().trim();
    if head.starts_with("invalid") {
        shortened(&format!("{head}, expected {tail}"))
    } else {
        shortened(message)
    }
}

fn shortened(message: &str) -> String {
    message
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(300)
        .collect()
}

/// A field that must be there.
pub(crate) fn required<T>(value: Option<T>, field: &'static str) -> Result<T, Problem> {
    value.ok_or_else(|| Problem::field(field, format!("{field} is missing: it has to be given")))
}

/// The value that the text of a field stands for.
pub(crate) fn parsed<T>(text: &str, field: &'static str) -> Result<T, Problem>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    text.parse()
        .map_err(|error| Problem::field(field, format!("{field}: {error}")))
}

/// The id that the text of a field stands for.
pub(crate) fn id(text: &str, field: &'static str) -> Result<Uuid, Problem> {
    uuid(text).map_err(|error| Problem::field(field, format!("{field}: {error}")))
}

/// Reads a field that may be left out, but not be `null`.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests;
