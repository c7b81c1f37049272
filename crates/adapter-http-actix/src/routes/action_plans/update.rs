//! `PATCH /api/v1/action-plans/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::{
    Note,
    action_plan::move_status::{self, Command},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::ActionPlanView;
use crate::{
    call::Call,
    etag::{IfMatch, etag},
    json::{Json, parsed, present, required},
    path::ActionPlanPath,
    permission::WriteFindings,
    problem::{Document, Problem},
};

/// Where to move the action plan.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UpdateActionPlan)]
pub(crate) struct Body {
    /// What it becomes: one step along `planned`, `in_progress`, `implemented`, `verified`, or one step back.
    #[schema(value_type = super::view::ActionPlanStatus, required = true, example = "in_progress")]
    status: Option<String>,
    /// A remark of 1 to 2,000 characters, which a step back needs.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, nullable = false, min_length = 1, example = "The second signature is missing again.")]
    note: Option<String>,
}

/// Move an action plan
///
/// One step on, or one step back with a note. The move lands in the plan's log.
#[utoipa::path(
    patch, path = "/api/v1/action-plans/{id}", tag = "Findings", operation_id = "updateActionPlan",
    params(
        ("id" = String, Path, format = "uuid", description = "The action plan's id"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the caller read: nothing is changed when it is another one by now", example = "\"3\""),
    ),
    request_body = Body,
    responses(
        (status = 200, description = "The action plan as it is now", body = ActionPlanView<'static>, headers(("ETag" = String, description = "The version of the action plan"))),
        (status = 404, description = "There is no such action plan in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "No step leads there, or the finding is closed", body = Document<'static>, content_type = "application/problem+json"),
        (status = 412, description = "It was changed in the meantime", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn update(
    call: Call<WriteFindings, (ActionPlanPath, IfMatch, Json<Body>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (ActionPlanPath(id), IfMatch(expected), Json(body)),
        ..
    } = call;
    let command = Command {
        id,
        expected,
        status: parsed(&required(body.status, "status")?, "status")?,
        note: body.note.map(|note| Note::new(&note)).transpose()?,
    };
    let plan = move_status::move_status(&state.assurance, &caller, command).await?;
    let now = state.assurance.clock.now();
    Ok(HttpResponse::Ok()
        .insert_header(etag(plan.version))
        .json(ActionPlanView::of(&plan.value, now)))
}
