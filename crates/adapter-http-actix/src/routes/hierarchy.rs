//! `GET /api/v1/hierarchy`

mod view;

use actix_web::{HttpResponse, http::header::ContentType};
use aiia_keys_assurance::{
    EntityId, Level,
    entity::hierarchy::{self, Query},
};

use self::view::{Branch, Trees};
use crate::{
    call::Call,
    path::uuid,
    permission::ReadUniverse,
    problem::{Document, Problem},
    query::{FromQuery, Parameters},
};

/// Which part of the hierarchy to read.
pub(crate) struct TreeQuery(Query);

impl FromQuery for TreeQuery {
    const NAMES: &'static [&'static str] = &["root", "depth"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self(Query {
            root: parameters.get("root", uuid)?.map(EntityId::from_uuid),
            depth: parameters.get("depth", depth)?,
        }))
    }
}

fn depth(text: &str) -> Result<u8, String> {
    let digits = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let level = text.parse().ok().filter(|_| digits).and_then(Level::new);
    level
        .map(Level::get)
        .ok_or_else(|| format!("a number from 0 to {} is expected", Level::DEEPEST.get()))
}

/// Read the hierarchy
///
/// The tree under one entity, or all trees of the universe, at any depth and of one moment; siblings go by code.
#[utoipa::path(
    get, path = "/api/v1/hierarchy", tag = "Universe", operation_id = "readHierarchy",
    params(
        ("root" = Option<String>, Query, format = "uuid", description = "The entity at the top; the whole universe unless given"),
        ("depth" = Option<u8>, Query, description = "So many levels below the top; all unless given", minimum = 0, maximum = 31),
    ),
    responses(
        (status = 200, description = "The trees, each with what lies below it", body = Vec<Branch>),
        (status = 404, description = "There is no such entity in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn hierarchy(
    call: Call<ReadUniverse, (), TreeQuery>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        query: TreeQuery(query),
        ..
    } = call;
    let mut trees = Trees::begin(state.assurance.spools.open());
    hierarchy::hierarchy(&state.assurance, &caller, query, |node| trees.add(node)).await?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(trees.end()?))
}
