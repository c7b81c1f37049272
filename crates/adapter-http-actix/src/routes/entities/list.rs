//! `GET /api/v1/entities`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_assurance::{EntityFilter, EntityId, entity::list};
use aiia_keys_ports::PageRequest;

use super::view::EntityView;
use crate::{
    call::Call,
    cursor::EntityPosition,
    page::{self, Next},
    path::uuid,
    permission::ReadUniverse,
    problem::Problem,
    query::{FromQuery, Parameters, flag},
};

/// Which entities to list.
pub(crate) struct ListQuery {
    filter: EntityFilter,
    page: PageRequest,
}

impl FromQuery for ListQuery {
    const NAMES: &'static [&'static str] = &["kind", "parent", "retired", "limit", "cursor"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            filter: EntityFilter {
                kind: parameters.get("kind", str::parse)?,
                parent: parameters.get("parent", uuid)?.map(EntityId::from_uuid),
                retired: parameters.get("retired", flag)?.unwrap_or(false),
            },
            page: PageRequest {
                after: page::cursor(parameters)?.map(|place: EntityPosition| place.0),
                limit: page::limit(parameters)?,
            },
        })
    }
}

/// List entities
///
/// Newest first. The next page is in the `Link` header.
#[utoipa::path(
    get, path = "/api/v1/entities", tag = "Universe", operation_id = "listEntities",
    params(
        ("kind" = Option<super::view::EntityKind>, Query, description = "Only entities of this kind"),
        ("parent" = Option<String>, Query, format = "uuid", description = "Only entities right below this one"),
        ("retired" = Option<bool>, Query, description = "Entities that left the universe, in place of those that are in it"),
        ("limit" = Option<u32>, Query, description = "At most so many entities; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Entities", body = Vec<EntityView<'static>>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
    ),
)]
pub(crate) async fn list(
    call: Call<ReadUniverse, (), ListQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        query: ListQuery { filter, page },
        ..
    } = call;
    let page = list::list(&state.assurance, &caller, filter, page).await?;
    let mut response = HttpResponse::Ok();
    if let Some(position) = page.next {
        response.insert_header(Next::after(&request, &EntityPosition::from(position))?);
    }
    let entities = page.items.iter().map(|entity| (&entity.value).into());
    Ok(response.json(entities.collect::<Vec<EntityView<'_>>>()))
}
