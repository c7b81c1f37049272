//! `PUT /api/v1/sync/organization`

use actix_web::HttpResponse;
use aiia_keys_assurance::universe::synchronize::{self, Command};

use super::{
    body::{TreeBody, Universe},
    view::ReportView,
};
use crate::{
    call::Call,
    permission::Sync,
    problem::{Document, Problem},
    query::{FromQuery, Parameters, flag},
};

/// Whether to do it.
pub(crate) struct SyncQuery {
    dry_run: bool,
}

impl FromQuery for SyncQuery {
    const NAMES: &'static [&'static str] = &["dry_run"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            dry_run: parameters.get("dry_run", flag)?.unwrap_or(false),
        })
    }
}

/// Synchronize the universe
///
/// Makes the universe as the organization's own register tells it: all of it, or nothing. Entities are known again by their codes; those that are not listed are retired, and what was found about them stays. The same again changes nothing.
///
/// In CSV (RFC 4180, UTF-8) the first line names the columns `code`, `kind`, `name` and `parent`; an empty `parent` is the top. At most 100,000 entities in 32 MiB are read. Duplicate codes, unknown parents, circles and more than 32 levels are refused with the rows at fault.
#[utoipa::path(
    put, path = "/api/v1/sync/organization", tag = "Synchronization", operation_id = "syncOrganization",
    params(
        ("dry_run" = Option<bool>, Query, description = "Only tell what would change"),
    ),
    request_body(content((Universe = "application/json"), (String = "text/csv"))),
    responses(
        (status = 200, description = "What changed", body = ReportView<'static>),
        (status = 409, description = "The universe is being synchronized by another request", body = Document<'static>, content_type = "application/problem+json"),
        (status = 413, description = "There is more than is read", body = Document<'static>, content_type = "application/problem+json"),
        (status = 415, description = "It is neither JSON nor CSV", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "Rows cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn synchronize(
    call: Call<Sync, TreeBody, SyncQuery>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        query: SyncQuery { dry_run },
        input: TreeBody(tree),
        ..
    } = call;
    let command = Command { tree, dry_run };
    let report = synchronize::synchronize(&state.assurance, &caller, command).await?;
    Ok(HttpResponse::Ok().json(ReportView::from(&report)))
}
