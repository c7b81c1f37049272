//! A universe as a body, in CSV or JSON.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use aiia_keys_assurance::{Tree, TreeReader};
use utoipa::ToSchema;

use crate::{body, call::state, problem::Problem, routes::entities::view::EntityKind};

/// Bytes of a universe: 100,000 entities with long names fit.
const MAX: usize = 32 * 1024 * 1024;

/// How many times longer than another body it may take to arrive.
const PATIENCE: u32 = 6;

/// A universe, as it stands in the body.
#[derive(Debug)]
pub(crate) struct TreeBody(pub(crate) Tree);

impl FromRequest for TreeBody {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let known = ["application/json", "text/csv"];
            // Rows are understood as they arrive, and the body is not kept.
            let media_type = body::media_type(&request, &known)?;
            let state = state(&request)?;
            let spool = state.assurance.spools.open();
            let mut reader = match media_type {
                "text/csv" => TreeReader::csv(spool),
                _ => TreeReader::json(spool),
            };
            let patience = state.options.body_timeout * PATIENCE;
            body::read(&request, &mut payload, MAX, patience, |piece| {
                reader.push(piece).map_err(Into::into)
            })
            .await?;
            Ok(Self(reader.finish()?))
        })
    }
}

/// All entities that there shall be.
#[derive(ToSchema)]
#[schema(as = Universe)]
#[expect(
    dead_code,
    reason = "only its fields' names are used, to describe the API"
)]
pub(crate) struct Universe {
    /// At least one and at most 100,000, in any order.
    #[schema(min_items = 1, max_items = 100_000)]
    entities: Vec<UniverseEntity>,
}

/// One entity of a universe.
#[derive(ToSchema)]
#[schema(as = UniverseEntity)]
#[expect(
    dead_code,
    reason = "only its fields' names are used, to describe the API"
)]
pub(crate) struct UniverseEntity {
    /// What the register calls it: 1 to 40 letters, digits, `.`, `-`, `_` and `/`. By it an entity is known again.
    #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$", example = "FIN-AP")]
    code: String,
    /// What it is.
    kind: EntityKind,
    /// What people call it: one line of 1 to 200 characters.
    #[schema(min_length = 1, example = "Accounts payable")]
    name: String,
    /// The code of the entity right above it; left out or `null` at the top.
    #[schema(example = "FIN")]
    parent: Option<String>,
}
