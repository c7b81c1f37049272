//! An action plan as the API shows it.

use aiia_keys_assurance::{ActionPlan, ActionPlanId, Date, FindingId, RecommendationId};
use aiia_keys_domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::text::Text;

/// What management promises to do about a finding, who answers for it, and until when.
#[derive(Serialize, ToSchema)]
#[schema(as = ActionPlan)]
pub(crate) struct ActionPlanView<'a> {
    /// Names the action plan.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090d")]
    id: Text<ActionPlanId>,
    /// The finding.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090a")]
    finding: Text<FindingId>,
    /// The recommendation that it follows, if it follows one.
    #[schema(value_type = Option<String>, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090c")]
    recommendation: Option<Text<RecommendationId>>,
    /// What will be done.
    #[schema(example = "Payments above 10,000 need a second release from March on.")]
    description: &'a str,
    /// Who answers for it.
    #[schema(example = "Head of Treasury")]
    owner: &'a str,
    /// The last day on which it is to be done.
    #[schema(value_type = String, format = Date, example = "2026-03-31")]
    due_on: Text<Date>,
    /// Where it stands.
    #[schema(value_type = ActionPlanStatus)]
    status: &'static str,
    /// Whether its day is over in UTC and it is not implemented.
    #[schema(example = false)]
    overdue: bool,
    /// When it was added.
    #[schema(value_type = String, format = DateTime, example = "2026-02-02T12:00:00Z")]
    created_at: Text<Timestamp>,
    /// When it moved last.
    #[schema(value_type = String, format = DateTime, example = "2026-02-16T12:00:00Z")]
    updated_at: Text<Timestamp>,
}

impl<'a> ActionPlanView<'a> {
    /// The action plan as it is at `now`.
    pub(crate) fn of(plan: &'a ActionPlan, now: Timestamp) -> Self {
        let data = plan.data();
        Self {
            id: Text(data.id),
            finding: Text(data.finding),
            recommendation: data.recommendation.map(Text),
            description: data.description.as_str(),
            owner: data.owner.as_str(),
            due_on: Text(data.due_on),
            status: data.status.as_str(),
            overdue: plan.is_overdue(Date::of(now)),
            created_at: Text(data.created_at),
            updated_at: Text(data.updated_at),
        }
    }
}

/// Where an action plan stands.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(crate) enum ActionPlanStatus {
    /// Management has promised it.
    Planned,
    /// Management works on it.
    InProgress,
    /// Management says that it is done.
    Implemented,
    /// The auditors have seen that it is done.
    Verified,
}
