//! `POST /api/v1/test-procedures/{id}/evidence`

use actix_web::HttpResponse;
use aiia_keys_assurance::{
    EvidenceId, TestProcedureId,
    test_procedure::attach::{self, Command},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::AttachmentView;
use crate::{
    call::Call,
    json::{Json, required},
    path::{TestProcedurePath, uuid},
    permission::WriteEvidence,
    problem::{Document, Problem},
};

/// The evidence to attach.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AttachEvidence)]
pub(crate) struct Body {
    /// The ids of 1 to 100 files that were uploaded.
    #[schema(value_type = Vec<String>, required = true, min_items = 1, max_items = 100, example = json!(["018bcfe5-687b-7102-8304-05060708090d"]))]
    evidence: Option<Vec<String>>,
}

fn command(procedure: TestProcedureId, body: Body) -> Result<Command, Problem> {
    let evidence = required(body.evidence, "evidence")?;
    let evidence = evidence.iter().enumerate().map(|(place, text)| {
        let parsed = uuid(text).map(EvidenceId::from_uuid);
        parsed.map_err(|error| Problem::field(format!("evidence[{place}]"), error))
    });
    Ok(Command {
        procedure,
        evidence: evidence.collect::<Result<_, _>>()?,
    })
}

/// Attach evidence to a test procedure
///
/// All of the files, or none. One that is attached already stays so, which makes it safe to repeat.
#[utoipa::path(
    post, path = "/api/v1/test-procedures/{id}/evidence", tag = "Evidence", operation_id = "attachEvidence",
    params(("id" = String, Path, format = "uuid", description = "The test procedure's id")),
    request_body = Body,
    responses(
        (status = 200, description = "What is attached now, of what was named", body = Vec<AttachmentView<'static>>),
        (status = 404, description = "There is no such test procedure in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "The test procedure has as many files as are allowed", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used, or a file is not there", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn attach(
    call: Call<WriteEvidence, (TestProcedurePath, Json<Body>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (TestProcedurePath(procedure), Json(body)),
        ..
    } = call;
    let attached = attach::attach(&state.assurance, &caller, command(procedure, body)?).await?;
    let views = attached.iter().map(Into::into);
    Ok(HttpResponse::Ok().json(views.collect::<Vec<AttachmentView<'_>>>()))
}
