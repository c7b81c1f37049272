//! `POST /api/v1/findings/{id}/action-plans`

use actix_web::{HttpResponse, http::header::LOCATION};
use aiia_keys_assurance::{
    ActionPlanDescription, FindingId, OwnerName, RecommendationId,
    action_plan::add::{self, Command},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::ActionPlanView;
use crate::{
    call::Call,
    etag::etag,
    json::{Json, LONG, id, parsed, present, required},
    path::FindingPath,
    permission::WriteFindings,
    problem::{Document, Problem},
};

/// The action plan to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AddActionPlan)]
pub(crate) struct Body {
    /// The recommendation that it follows: one on the same finding.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = String, required = false, nullable = false, format = "uuid")]
    recommendation: Option<String>,
    /// What will be done: 1 to 10,000 characters.
    #[schema(value_type = String, required = true, min_length = 1, example = "Payments above 10,000 need a second release from March on.")]
    description: Option<String>,
    /// Who answers for it: one line of 1 to 120 characters.
    #[schema(value_type = String, required = true, min_length = 1, example = "Head of Treasury")]
    owner: Option<String>,
    /// The last day on which it is to be done; not over yet.
    #[schema(value_type = String, required = true, format = Date, example = "2026-03-31")]
    due_on: Option<String>,
}

impl Body {
    fn command(self, finding: FindingId) -> Result<Command, Problem> {
        let recommendation = self.recommendation.map(|text| id(&text, "recommendation"));
        Ok(Command {
            finding,
            recommendation: recommendation.transpose()?.map(RecommendationId::from_uuid),
            description: ActionPlanDescription::new(&required(self.description, "description")?)?,
            owner: OwnerName::new(&required(self.owner, "owner")?)?,
            due_on: parsed(&required(self.due_on, "due_on")?, "due_on")?,
        })
    }
}

/// Add an action plan
///
/// To a finding that is not closed. It begins as planned, and so does its log.
#[utoipa::path(
    post, path = "/api/v1/findings/{id}/action-plans", tag = "Findings", operation_id = "addActionPlan",
    params(("id" = String, Path, format = "uuid", description = "The finding's id")),
    request_body = Body,
    responses(
        (status = 201, description = "The action plan", body = ActionPlanView<'static>, headers(("ETag" = String, description = "The version of the action plan"), ("Location" = String, description = "Where it is found"))),
        (status = 404, description = "There is no such finding in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
        (status = 409, description = "The finding is closed, or has as many as are allowed", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn add(
    call: Call<WriteFindings, (FindingPath, Json<Body, LONG>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (FindingPath(finding), Json(body)),
        ..
    } = call;
    let plan = add::add(&state.assurance, &caller, body.command(finding)?).await?;
    let location = format!("/api/v1/action-plans/{}", plan.value.data().id);
    let now = state.assurance.clock.now();
    Ok(HttpResponse::Created()
        .insert_header(etag(plan.version))
        .insert_header((LOCATION, location))
        .json(ActionPlanView::of(&plan.value, now)))
}
