//! `GET /api/v1/test-procedures/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::test_procedure::find;

use super::view::TestProcedureView;
use crate::{
    call::Call,
    path::TestProcedurePath,
    permission::ReadFindings,
    problem::{Document, Problem},
};

/// Look at a test procedure
///
/// What is attached to it is for people to see: `GET /api/v1/evidence?test_procedure=`.
#[utoipa::path(
    get, path = "/api/v1/test-procedures/{id}", tag = "Evidence", operation_id = "findTestProcedure",
    params(("id" = String, Path, format = "uuid", description = "The test procedure's id")),
    responses(
        (status = 200, description = "The test procedure", body = TestProcedureView<'static>),
        (status = 404, description = "There is no such test procedure in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(
    call: Call<ReadFindings, TestProcedurePath>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: TestProcedurePath(id),
        ..
    } = call;
    let procedure = find::find(&state.assurance, &caller, id).await?;
    Ok(HttpResponse::Ok().json(TestProcedureView::from(&procedure)))
}
