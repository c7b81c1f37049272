//! A recommendation as the API shows it.

use aiia_keys_assurance::{Recommendation, RecommendationId};
use aiia_keys_domain::{Actor, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::text::Text;

/// What the auditors recommend. It never changes: another one is added instead.
#[derive(Serialize, ToSchema)]
#[schema(as = Recommendation)]
pub(crate) struct RecommendationView<'a> {
    /// Names the recommendation.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090c")]
    id: Text<RecommendationId>,
    /// What to do.
    #[schema(example = "Let two people release every payment.")]
    text: &'a str,
    /// When it was submitted.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    created_at: Text<Timestamp>,
    /// Who submitted it: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "key:01890a5d-ac96-774b-bcce-b302099a8057")]
    created_by: Text<&'a Actor>,
}

impl<'a> From<&'a Recommendation> for RecommendationView<'a> {
    fn from(recommendation: &'a Recommendation) -> Self {
        Self {
            id: Text(recommendation.id),
            text: recommendation.text.as_str(),
            created_at: Text(recommendation.created_at),
            created_by: Text(&recommendation.created_by),
        }
    }
}
