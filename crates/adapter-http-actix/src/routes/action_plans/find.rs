//! `GET /api/v1/action-plans/{id}`

use actix_web::HttpResponse;
use aiia_keys_assurance::action_plan::find;

use super::view::ActionPlanView;
use crate::{
    call::Call,
    etag::etag,
    path::ActionPlanPath,
    permission::ReadFindings,
    problem::{Document, Problem},
};

/// Look at an action plan
///
/// The `ETag` is what a later move may name in `If-Match`.
#[utoipa::path(
    get, path = "/api/v1/action-plans/{id}", tag = "Findings", operation_id = "findActionPlan",
    params(("id" = String, Path, format = "uuid", description = "The action plan's id")),
    responses(
        (status = 200, description = "The action plan", body = ActionPlanView<'static>, headers(("ETag" = String, description = "The version of the action plan"))),
        (status = 404, description = "There is no such action plan in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(
    call: Call<ReadFindings, ActionPlanPath>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: ActionPlanPath(id),
        ..
    } = call;
    let plan = find::find(&state.assurance, &caller, id).await?;
    let now = state.assurance.clock.now();
    Ok(HttpResponse::Ok()
        .insert_header(etag(plan.version))
        .json(ActionPlanView::of(&plan.value, now)))
}
