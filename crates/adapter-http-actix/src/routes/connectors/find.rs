//! `GET /api/v1/connectors/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::connector::find;

use super::view::ConnectorView;
use crate::{
    call::Call,
    etag::etag,
    path::ConnectorPath,
    permission::Sync,
    problem::{Document, Problem},
};

/// Look at a connector
///
/// Of its credentials only the kind is shown. The `ETag` is what a later change may name in `If-Match`.
#[utoipa::path(
    get, path = "/api/v1/connectors/{id}", tag = "Synchronization", operation_id = "findConnector",
    params(("id" = String, Path, format = "uuid", description = "The connector's id")),
    responses(
        (status = 200, description = "The connector", body = ConnectorView<'static>, headers(("ETag" = String, description = "The version of the connector"))),
        (status = 404, description = "There is no such connector in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(call: Call<Sync, ConnectorPath>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: ConnectorPath(id),
        ..
    } = call;
    let connector = find::find(&state.assurance, &caller, id).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(connector.version))
        .json(ConnectorView::from(&connector.value)))
}
