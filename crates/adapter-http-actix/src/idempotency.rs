//! `Idempotency-Key`: what a caller names a request by, to be able to repeat it.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::Payload,
    http::header::{HeaderMap, HeaderName},
};
use aiia_keys_domain::{IdempotencyKey, RequestDigest};
use aiia_keys_usecases::once::Named;

use crate::problem::Problem;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Tells that an answer repeats what was done before.
pub(crate) const REPLAYED: (&str, &str) = ("Idempotency-Replayed", "true");

/// A body, and the name of the request if its caller gave it one.
#[derive(Debug)]
pub(crate) struct Nameable<B> {
    pub(crate) body: B,
    pub(crate) named: Option<Named>,
}

impl<B: FromRequest<Error = Problem> + 'static> FromRequest for Nameable<B> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let key = key(request.headers())?;
            let body = B::from_request(&request, &mut payload).await?;
            let digest = request.extensions().get::<RequestDigest>().copied();
            let named = match (key, digest) {
                (None, _) => None,
                (Some(key), Some(request)) => Some(Named { key, request }),
                (Some(_), None) => return Err(Problem::internal("the body was not digested")),
            };
            Ok(Self { body, named })
        })
    }
}

/// Digests what is asked for, where a name may come with it.
pub(crate) fn digest(request: &HttpRequest, body: &[u8]) {
    if request.headers().contains_key(IDEMPOTENCY_KEY) {
        let operation = format!("{} {}", request.method(), request.path());
        let digest = RequestDigest::of(&operation, body);
        request.extensions_mut().insert(digest);
    }
}

fn key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Problem> {
    let mut all = headers.get_all(IDEMPOTENCY_KEY);
    let Some(value) = all.next() else {
        return Ok(None);
    };
    let key = value.to_str().ok().map(str::trim).map(IdempotencyKey::new);
    match (key, all.next()) {
        (Some(Ok(key)), None) => Ok(Some(key)),
        (_, Some(_)) => Err(Problem::header(
            "Idempotency-Key",
            "there are two Idempotency-Key headers: send one",
        )),
        (Some(Err(_)) | None, None) => Err(Problem::header(
            "Idempotency-Key",
            "Idempotency-Key cannot be used: 1 to 255 visible ASCII characters are expected, such as \
             a UUID of the caller's own",
        )),
    }
}
