//! `POST /api/v1/keys`

use actix_web::HttpResponse;
use aiia_keys_domain::SourceAddresses;
use aiia_keys_usecases::{
    key::generate::{self, Command},
    once::Outcome,
};
use serde::Deserialize;
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
    json::{Json, Object, required},
    permission::ManageKeys,
    problem::{Document, Problem},
    routes::rate_limit::RateLimitBody,
};

/// The key to generate.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GenerateKey)]
pub(crate) struct Body {
    /// What people will call it: 1 to 80 characters.
    #[schema(value_type = String, required = true, example = "ServiceNow Integration Key")]
    label: Option<String>,
    /// What it shall be able to do: at most what the caller may do.
    #[schema(value_type = Vec<String>, required = true, example = json!(["read:findings", "write:evidence"]))]
    scopes: Option<Vec<String>>,
    /// When it ends.
    #[schema(value_type = ExpirationBody, required = true)]
    expiration: Option<Object<ExpirationBody>>,
    /// The addresses that it may be used from, in CIDR notation; anywhere unless given.
    #[schema(example = json!(["203.0.113.0/24"]))]
    allowed_cidrs: Option<Vec<String>>,
    /// How often it may be used; as the organization's policy has it unless given. A key gives no more than its own.
    #[schema(value_type = Option<RateLimitBody>)]
    rate_limit: Option<Object<RateLimitBody>>,
}

impl TryFrom<Body> for Command {
    type Error = Problem;

    fn try_from(body: Body) -> Result<Self, Problem> {
        Ok(Self {
            label: body::label(&required(body.label, "label")?)?,
            scopes: body::scopes(&required(body.scopes, "scopes")?)?,
            expiration: required(body.expiration, "expiration")?.try_into()?,
            sources: match body.allowed_cidrs {
                Some(blocks) => body::sources(&blocks)?,
                None => SourceAddresses::Anywhere,
            },
            rate_limit: body
                .rate_limit
                .map(|Object(limit)| limit.read("rate_limit"))
                .transpose()?,
        })
    }
}

/// Generate a key
///
/// The answer is the only place where the key is ever shown: it is kept nowhere.
#[utoipa::path(
    post, path = "/api/v1/keys", tag = "Keys", operation_id = "generateKey",
    params(("Idempotency-Key" = Option<String>, Header, description = "Names the request, so that a repeat does nothing twice: a UUID of the caller's own. Known for 24 hours", example = "01890a5d-ac96-774b-bcce-b302099a8057")),
    request_body = Body,
    responses(
        (status = 200, description = "The key that the same request made before; the secret was shown then, and `key` is null", body = NewKeyView<'static>, headers(("Idempotency-Replayed" = String, description = "`true`"))),
        (status = 201, description = "The key, shown this once", body = NewKeyView<'static>),
        (status = 422, description = "A field cannot be used, or the Idempotency-Key was sent with another request", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn generate(
    call: Call<ManageKeys, Nameable<Json<Body>>>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: Nameable {
            body: Json(body),
            named,
        },
        ..
    } = call;
    let command = body.try_into()?;
    let generated = match named {
        None => generate::generate(&state.env, &caller, command).await?,
        Some(named) => match generate::generate_once(&state.env, &caller, command, named).await? {
            Outcome::Made(generated) => generated,
            Outcome::Repeated(key) => {
                return Ok(HttpResponse::Ok()
                    .insert_header(REPLAYED)
                    .insert_header(etag(key.version))
                    .insert_header(location(key.value.data().id))
                    .json(NewKeyView {
                        key: None,
                        data: KeyView::of(&key.value, state.env.clock.now()),
                    }));
            }
        },
    };
    let key = &generated.key.value;
    Ok(HttpResponse::Created()
        .insert_header(etag(generated.key.version))
        .insert_header(location(key.data().id))
        .json(NewKeyView {
            key: Some(generated.secret.expose()),
            data: KeyView::of(key, state.env.clock.now()),
        }))
}
