//! `POST /api/v1/connectors/{id}/refresh`

use actix_web::{HttpResponse, http::header::LOCATION};
use aiia_keys_assurance::connector::refresh::{self, Command};

use super::run_view::RunView;
use crate::{
    call::Call,
    path::ConnectorPath,
    permission::Sync,
    problem::{Document, Problem},
    query::{FromQuery, Parameters, flag},
};

/// Whether to do it.
pub(crate) struct RefreshQuery {
    dry_run: bool,
}

impl FromQuery for RefreshQuery {
    const NAMES: &'static [&'static str] = &["dry_run"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            dry_run: parameters.get("dry_run", flag)?.unwrap_or(false),
        })
    }
}

/// Refresh the universe by a connector
///
/// Begins a run, which pulls the universe from the source and makes it so: all of it, or nothing. The answer does not wait for its end; `Location` tells it. A connector has one run at a time. A run that was cut off is shown as interrupted and can be repeated.
#[utoipa::path(
    post, path = "/api/v1/connectors/{id}/refresh", tag = "Synchronization", operation_id = "refreshConnector",
    params(
        ("id" = String, Path, format = "uuid", description = "The connector's id"),
        ("dry_run" = Option<bool>, Query, description = "Only tell what would change"),
    ),
    responses(
        (status = 202, description = "The run, which goes on", body = RunView<'static>, headers(("Location" = String, description = "Where the run is found"))),
        (status = 404, description = "There is no such connector in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "The connector runs already", body = Document<'static>, content_type = "application/problem+json"),
        (status = 503, description = "This node runs as many connectors as it takes", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn refresh(
    call: Call<Sync, ConnectorPath, RefreshQuery>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: ConnectorPath(id),
        query: RefreshQuery { dry_run },
        ..
    } = call;
    let run = refresh::refresh(&state.assurance, &caller, Command { id, dry_run }).await?;
    let location = format!("/api/v1/connectors/{id}/runs/{}", run.data().id);
    Ok(HttpResponse::Accepted()
        .insert_header((LOCATION, location))
        .json(RunView::from(&run)))
}
