//! `DELETE /api/v1/connectors/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::connector::delete::{self, Command};

use crate::{
    call::Call,
    etag::IfMatch,
    path::ConnectorPath,
    permission::Sync,
    problem::{Document, Problem},
};

/// Delete a connector
///
/// With its credentials. A run that goes on changes nothing any more; what earlier runs changed stays.
#[utoipa::path(
    delete, path = "/api/v1/connectors/{id}", tag = "Synchronization", operation_id = "deleteConnector",
    params(
        ("id" = String, Path, format = "uuid", description = "The connector's id"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the caller read: nothing is deleted when it is another one by now", example = "\"3\""),
    ),
    responses(
        (status = 204, description = "The connector is deleted"),
        (status = 404, description = "There is no such connector in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 412, description = "It was changed in the meantime", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn delete(
    call: Call<Sync, (ConnectorPath, IfMatch)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (ConnectorPath(id), IfMatch(expected)),
        ..
    } = call;
    delete::delete(&state.assurance, &caller, Command { id, expected }).await?;
    Ok(HttpResponse::NoContent().finish())
}
