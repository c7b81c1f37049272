//! `POST /api/v1/keys/{id}/rotate`

use actix_web::HttpResponse;
use aiia_keys_domain::{KeyId, Overlap};
use aiia_keys_usecases::{
    key::rotate::{self, Command},
    once::Outcome,
};
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
    idempotency::{Nameable, REPLAYED},
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
    params(
        ("id" = String, Path, format = "uuid", description = "The key's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "Names the request, so that a repeat does nothing twice: a UUID of the caller's own. Known for 24 hours", example = "01890a5d-ac96-774b-bcce-b302099a8057"),
    ),
    request_body(content = Body, description = "May be left out"),
    responses(
        (status = 200, description = "The keys of the same request that was done before; the secret was shown then, and `key` is null", body = Rotated<'static>, headers(("Idempotency-Replayed" = String, description = "`true`"))),
        (status = 201, description = "The new key, shown this once, and the old one", body = Rotated<'static>),
        (status = 404, description = "There is no such key in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "The key is not active, or was rotated before", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used, or the Idempotency-Key was sent with another request", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn rotate(
    call: Call<ManageKeys, (KeyPath, Nameable<OptionalJson<Body>>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (KeyPath(id), Nameable { body, named }),
        ..
    } = call;
    let command = body.0.command(id)?;
    let now = state.env.clock.now();
    let rotated = match named {
        None => rotate::rotate(&state.env, &caller, command).await?,
        Some(named) => match rotate::rotate_once(&state.env, &caller, command, named).await? {
            Outcome::Made(rotated) => rotated,
            Outcome::Repeated(both) => {
                return Ok(HttpResponse::Ok()
                    .insert_header(REPLAYED)
                    .insert_header(etag(both.successor.version))
                    .insert_header(location(both.successor.value.data().id))
                    .json(Rotated {
                        new: NewKeyView {
                            key: None,
                            data: KeyView::of(&both.successor.value, now),
                        },
                        replaced: KeyView::of(&both.predecessor.value, now),
                    }));
            }
        },
    };
    Ok(HttpResponse::Created()
        .insert_header(etag(rotated.successor.version))
        .insert_header(location(rotated.successor.value.data().id))
        .json(Rotated {
            new: NewKeyView {
                key: Some(rotated.secret.expose()),
                data: KeyView::of(&rotated.successor.value, now),
            },
            replaced: KeyView::of(&rotated.predecessor.value, now),
        }))
}
