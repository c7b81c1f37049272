//! `GET /api/v1/connectors/{id}/runs`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_assurance::connector::list_runs;
use aiia_keys_ports::PageRequest;

use super::run_view::RunView;
use crate::{
    call::Call,
    cursor::ConnectorRunPosition,
    page::{self, Next},
    path::ConnectorPath,
    permission::Sync,
    problem::{Document, Problem},
    query::{FromQuery, Parameters},
};

/// Which page to list.
pub(crate) struct RunsQuery(PageRequest);

impl FromQuery for RunsQuery {
    const NAMES: &'static [&'static str] = &["limit", "cursor"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self(PageRequest {
            after: page::cursor(parameters)?.map(|place: ConnectorRunPosition| place.0),
            limit: page::limit(parameters)?,
        }))
    }
}

/// List the runs of a connector
///
/// Newest first, as an array. The next page is in the `Link` header. A run whose node is gone is shown as interrupted.
#[utoipa::path(
    get, path = "/api/v1/connectors/{id}/runs", tag = "Synchronization", operation_id = "listConnectorRuns",
    params(
        ("id" = String, Path, format = "uuid", description = "The connector's id"),
        ("limit" = Option<u32>, Query, description = "At most so many runs; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Runs", body = Vec<RunView<'static>>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
        (status = 404, description = "There is no such connector in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn list(
    call: Call<Sync, ConnectorPath, RunsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: ConnectorPath(id),
        query: RunsQuery(page),
        ..
    } = call;
    let page = list_runs::list_runs(&state.assurance, &caller, id, page).await?;
    let mut response = HttpResponse::Ok();
    if let Some(position) = page.next {
        response.insert_header(Next::after(
            &request,
            &ConnectorRunPosition::from(position),
        )?);
    }
    let views = page.items.iter().map(RunView::from);
    Ok(response.json(views.collect::<Vec<_>>()))
}
