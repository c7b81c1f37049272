//! `GET /api/v1/findings/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::finding::find;

use super::view::DetailsView;
use crate::{
    call::Call,
    etag::etag,
    path::FindingPath,
    permission::ReadFindings,
    problem::{Document, Problem},
};

/// Look at a finding
///
/// With the recommendations on it. The `ETag` is what a later change may name in `If-Match`.
#[utoipa::path(
    get, path = "/api/v1/findings/{id}", tag = "Findings", operation_id = "findFinding",
    params(("id" = String, Path, format = "uuid", description = "The finding's id")),
    responses(
        (status = 200, description = "The finding", body = DetailsView<'static>, headers(("ETag" = String, description = "The version of the finding"))),
        (status = 404, description = "There is no such finding in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(call: Call<ReadFindings, FindingPath>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: FindingPath(id),
        ..
    } = call;
    let details = find::find(&state.assurance, &caller, id).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(details.finding.version))
        .json(DetailsView::from(&details)))
}
