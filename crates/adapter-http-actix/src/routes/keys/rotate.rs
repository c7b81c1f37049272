//! `POST /api/v1/keys/{id}/rotate`

use actix_web::HttpResponse;
use aiia_keys_domain::{KeyId, Overlap};
use aiia_keys_usecases::key::rotate::{self, Command};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{self, ExpirationBody},
    location,
    view::{KeyView, NewKeyView},
};
use crate::{
    call::Call,
    etag::etag,
    instant::duration,
    json::{Object, OptionalJson},
    path::KeyPath,
    permission::ManageKeys,
    problem::{Document, Problem},
};

/// How to rotate. Everything may be left out.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RotateKey, example = json!({"overlap": "PT24H"}))]
pub(crate) struct Body {
    /// How long the old key goes on working, as an ISO 8601 duration: at most 90 days, 24 hours unless given, `PT0S` to end it at once.
    overlap: Option<String>,
    /// When the new key ends; it lives as long as the old one was given, unless given.
    #[schema(value_type = Option<ExpirationBody>)]
    expiration: Option<Object<ExpirationBody>>,
    /// Fewer scopes for the new key; the same unless given.
    scopes: Option<Vec<String>>,
}

impl Body {
    fn command(self, id: KeyId) -> Result<Command, Problem> {
        Ok(Command {
            id,
            overlap: match self.overlap {
                Some(text) => overlap(&text)?,
                None => Overlap::default(),
            },
            expiration: self.expiration.map(TryInto::try_into).transpose()?,
            scopes: self.scopes.as_deref().map(body::scopes).transpose()?,
        })
    }
}

fn overlap(text: &str) -> Result<Overlap, Problem> {
    let length =
        duration(text).map_err(|error| Problem::field("overlap", format!("overlap: {error}")))?;
    Overlap::new(length).map_err(|error| Problem::field("overlap", error))
}

/// A key that was rotated.
#[derive(Serialize, ToSchema)]
#[schema(as = RotatedKey)]
pub(crate) struct Rotated<'a> {
    #[serde(flatten)]
    new: NewKeyView<'a>,
    /// The old key as it is now.
    replaced: KeyView,
}

/// Rotate a key
///
/// Replaces an active key by a new one with the same scopes or fewer.
/// The answer is the only place where the new key is ever shown.
/// The old one goes on working for the overlap, so that programs can change over.
#[utoipa::path(
    post, path = "/api/v1/keys/{id}/rotate", tag = "Keys", operation_id = "rotateKey",
    params(("id" = String, Path, format = "uuid", description = "The key's id")),
    request_body(content = Body, description = "May be left out"),
    responses(
        (status = 201, description = "The new key, shown this once, and the old one", body = Rotated<'static>),
        (status = 404, description = "There is no such key in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "The key is not active, or was rotated before", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn rotate(
    call: Call<ManageKeys, (KeyPath, OptionalJson<Body>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (KeyPath(id), OptionalJson(body)),
        ..
    } = call;
    let rotated = rotate::rotate(&state.env, &caller, body.command(id)?).await?;
    let now = state.env.clock.now();
    Ok(HttpResponse::Created()
        .insert_header(etag(rotated.successor.version))
        .insert_header(location(rotated.successor.value.data().id))
        .json(Rotated {
            new: NewKeyView {
                key: rotated.secret.expose(),
                data: KeyView::of(&rotated.successor.value, now),
            },
            replaced: KeyView::of(&rotated.predecessor.value, now),
        }))
}
