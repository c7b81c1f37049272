//! `GET /api/v1/entities/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::entity::find;

use super::view::EntityView;
use crate::{
    call::Call,
    etag::etag,
    path::EntityPath,
    permission::ReadUniverse,
    problem::{Document, Problem},
};

/// Look at an entity
#[utoipa::path(
    get, path = "/api/v1/entities/{id}", tag = "Universe", operation_id = "findEntity",
    params(("id" = String, Path, format = "uuid", description = "The entity's id")),
    responses(
        (status = 200, description = "The entity", body = EntityView<'static>, headers(("ETag" = String, description = "The version of the entity"))),
        (status = 404, description = "There is no such entity in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(call: Call<ReadUniverse, EntityPath>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: EntityPath(id),
        ..
    } = call;
    let entity = find::find(&state.assurance, &caller, id).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(entity.version))
        .json(EntityView::from(&entity.value)))
}
