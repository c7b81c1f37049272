//! Ids in paths.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use aiia_keys_domain::{InvalidId, KeyId};
use uuid::Uuid;

use crate::problem::Problem;

/// The id of a key, as it stands in the path.
#[derive(Debug)]
pub(crate) struct KeyPath(pub(crate) KeyId);

impl FromRequest for KeyPath {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").unwrap_or_default();
        ready(
            uuid(id)
                .map(|uuid| Self(KeyId::from_uuid(uuid)))
                .map_err(|error| Problem::parameter("id", format!("id: {error}"))),
        )
    }
}

/// A UUID with hyphens. The other spellings that exist would give one thing several addresses.
pub(crate) fn uuid(text: &str) -> Result<Uuid, InvalidId> {
    if text.len() == 36 {
        Uuid::try_parse(text).map_err(|_| InvalidId)
    } else {
        Err(InvalidId)
    }
}
