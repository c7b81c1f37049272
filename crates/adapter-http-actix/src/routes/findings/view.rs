//! A finding as the API shows it.

use aiia_keys_assurance::{
    Date, EntityId, Finding, FindingId, Recommendation, finding::find::FindingDetails,
};
use aiia_keys_domain::{Actor, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{routes::recommendations::view::RecommendationView, text::Text};

/// What an audit found about an entity.
#[derive(Serialize, ToSchema)]
#[schema(as = Finding)]
pub(crate) struct FindingView<'a> {
    /// Names the finding.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090a")]
    id: Text<FindingId>,
    /// The entity that it is about.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090b")]
    entity: Text<EntityId>,
    /// What it is called.
    #[schema(example = "Payments are released by one person")]
    title: &'a str,
    /// What was found, against which criteria, and why it matters.
    #[schema(example = "Two of 40 payments had one signature.")]
    description: &'a str,
    /// How serious it is.
    #[schema(value_type = Severity)]
    severity: &'static str,
    /// Where it stands.
    #[schema(value_type = FindingStatus)]
    status: &'static str,
    /// The day on which it was raised.
    #[schema(value_type = String, format = Date, example = "2026-01-31")]
    raised_on: Text<Date>,
    /// When it was issued to management; `null` for a draft.
    #[schema(value_type = Option<String>, format = DateTime, example = "2026-02-02T09:00:00Z")]
    issued_at: Option<Text<Timestamp>>,
    /// When it was closed, if it is.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Text<Timestamp>>,
    /// When it was written down.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    created_at: Text<Timestamp>,
    /// Who wrote it down: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "key:01890a5d-ac96-774b-bcce-b302099a8057")]
    created_by: Text<&'a Actor>,
    /// When anything about it changed last; what belongs to it is not part of it.
    #[schema(value_type = String, format = DateTime, example = "2026-02-02T09:00:00Z")]
    updated_at: Text<Timestamp>,
}

impl<'a> From<&'a Finding> for FindingView<'a> {
    fn from(finding: &'a Finding) -> Self {
        let data = finding.data();
        Self {
            id: Text(data.id),
            entity: Text(data.entity),
            title: data.title.as_str(),
            description: data.description.as_str(),
            severity: data.severity.as_str(),
            status: finding.status().as_str(),
            raised_on: Text(data.raised_on),
            issued_at: data.state.issued_at().map(Text),
            closed_at: data.state.closed_at().map(Text),
            created_at: Text(data.created_at),
            created_by: Text(&data.created_by),
            updated_at: Text(data.updated_at),
        }
    }
}

/// A finding with what is recommended.
#[derive(Serialize, ToSchema)]
#[schema(as = FindingDetails)]
pub(crate) struct DetailsView<'a> {
    #[serde(flatten)]
    finding: FindingView<'a>,
    /// What the auditors recommend, oldest first.
    recommendations: Vec<RecommendationView<'a>>,
}

impl<'a> From<&'a FindingDetails> for DetailsView<'a> {
    fn from(details: &'a FindingDetails) -> Self {
        let recommendations: &[Recommendation] = &details.recommendations;
        Self {
            finding: (&details.finding.value).into(),
            recommendations: recommendations.iter().map(Into::into).collect(),
        }
    }
}

/// Where a finding stands.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(crate) enum FindingStatus {
    /// The auditors are still writing it.
    Draft,
    /// Management has it, and has not begun to act.
    Open,
    /// Management acts.
    InRemediation,
    /// The auditors are satisfied.
    Closed,
}

/// How serious a finding is.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(crate) enum Severity {
    /// Good practice was not followed.
    Low,
    /// A control works in part.
    Medium,
    /// A key control fails.
    High,
    /// The organization's objectives are in danger now.
    Critical,
}
