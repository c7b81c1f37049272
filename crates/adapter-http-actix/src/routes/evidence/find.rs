//! `GET /api/v1/evidence/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::evidence::find;

use super::view::EvidenceView;
use crate::{
    call::Call,
    etag::etag,
    path::EvidencePath,
    permission::ReadEvidence,
    problem::{Document, Problem},
};

/// Look at evidence
///
/// For people: no key reads evidence.
#[utoipa::path(
    get, path = "/api/v1/evidence/{id}", tag = "Evidence", operation_id = "findEvidence",
    params(("id" = String, Path, format = "uuid", description = "The evidence's id")),
    responses(
        (status = 200, description = "The evidence", body = EvidenceView<'static>, headers(("ETag" = String, description = "The version of the evidence"))),
        (status = 404, description = "There is no such evidence in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(call: Call<ReadEvidence, EvidencePath>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: EvidencePath(id),
        ..
    } = call;
    let evidence = find::find(&state.assurance, &caller, id).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(evidence.version))
        .json(EvidenceView::of(&evidence.value)))
}
