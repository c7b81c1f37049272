//! `POST /api/v1/keys`

use actix_web::HttpResponse;
use aiia_keys_domain::SourceAddresses;
use aiia_keys_usecases::key::generate::{self, Command};
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
    json::{Json, Object, required},
    permission::ManageKeys,
    problem::{Document, Problem},
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
        })
    }
}

/// Generate a key
///
/// The answer is the only place where the key is ever shown: it is kept nowhere.
#[utoipa::path(
    post, path = "/api/v1/keys", tag = "Keys", operation_id = "generateKey",
    request_body = Body,
    responses(
        (status = 201, description = "The key, shown this once", body = NewKeyView<'static>),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn generate(call: Call<ManageKeys, Json<Body>>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: Json(body),
        ..
    } = call;
    let generated = generate::generate(&state.env, &caller, body.try_into()?).await?;
    let key = &generated.key.value;
    Ok(HttpResponse::Created()
        .insert_header(etag(generated.key.version))
        .insert_header(location(key.data().id))
        .json(NewKeyView {
            key: generated.secret.expose(),
            data: KeyView::of(key, state.env.clock.now()),
        }))
}
