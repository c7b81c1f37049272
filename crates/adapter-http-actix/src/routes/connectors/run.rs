//! `GET /api/v1/connectors/{id}/runs/{run}`

use actix_web::HttpResponse;
use aiia_keys_assurance::connector::find_run;

use super::run_view::RunView;
use crate::{
    call::Call,
    path::{ConnectorPath, ConnectorRunPath},
    permission::Sync,
    problem::{Document, Problem},
};

/// Look at a run of a connector
///
/// How far it has come, what it changed or why it failed, and its log.
#[utoipa::path(
    get, path = "/api/v1/connectors/{id}/runs/{run}", tag = "Synchronization", operation_id = "findConnectorRun",
    params(
        ("id" = String, Path, format = "uuid", description = "The connector's id"),
        ("run" = String, Path, format = "uuid", description = "The run's id"),
    ),
    responses(
        (status = 200, description = "The run", body = RunView<'static>),
        (status = 404, description = "There is no such run in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(
    call: Call<Sync, (ConnectorPath, ConnectorRunPath)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (ConnectorPath(connector), ConnectorRunPath(run)),
        ..
    } = call;
    let run = find_run::find_run(&state.assurance, &caller, connector, run).await?;
    Ok(HttpResponse::Ok().json(RunView::from(&run)))
}
