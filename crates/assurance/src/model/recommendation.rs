//! What the auditors recommend.

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};

use super::{
    finding::{Finding, FindingRefusal},
    id::{FindingId, RecommendationId},
    text::RecommendationText,
};

/// What the auditors recommend to do about a finding. It never changes: another one is added instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// Its id.
    pub id: RecommendationId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The finding.
    pub finding: FindingId,
    /// What to do.
    pub text: RecommendationText,
    /// When it was submitted.
    pub created_at: Timestamp,
    /// Who submitted it.
    pub created_by: Actor,
}

/// The most recommendations that a finding may have.
pub const MAX_RECOMMENDATIONS: u32 = 100;

impl Recommendation {
    /// Recommends something on a finding that has `present` recommendations already.
    ///
    /// # Errors
    /// When the finding is closed, or has as many as are allowed.
    pub fn submit(
        id: RecommendationId,
        finding: &Finding,
        text: RecommendationText,
        present: u32,
        by: Actor,
        now: Timestamp,
    ) -> Result<Self, SubmitError> {
        finding.require_not_closed()?;
        if present >= MAX_RECOMMENDATIONS {
            return Err(SubmitError::TooMany);
        }
        Ok(Self {
            id,
            organization: finding.data().organization,
            finding: finding.data().id,
            text,
            created_at: now,
            created_by: by,
        })
    }
}

/// A recommendation cannot be submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// The finding does not take it.
    #[error(transparent)]
    Finding(#[from] FindingRefusal),
    /// The finding has enough.
    #[error("the finding has 100 recommendations, the most that are allowed: write a new finding")]
    TooMany,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        PlanTally,
        testing::{draft, now, recommendation_id},
    };

    fn submit(finding: &Finding, present: u32) -> Result<Recommendation, SubmitError> {
        let text = RecommendationText::new("Reconcile monthly.").unwrap();
        let id = recommendation_id(1);
        Recommendation::submit(id, finding, text, present, Actor::Operator, now())
    }

    #[test]
    fn a_finding_takes_recommendations_until_it_is_closed_or_has_100() {
        let finding = draft(1);
        assert_eq!(submit(&finding, 99).unwrap().finding, finding.data().id);
        assert_eq!(submit(&finding, 100), Err(SubmitError::TooMany));
        let plans = PlanTally {
            verified: 1,
            unverified: 0,
        };
        let closed = finding
            .issue(now())
            .and_then(|finding| finding.start_remediation(plans, now()))
            .and_then(|finding| finding.close(plans, now()))
            .unwrap();
        assert_eq!(submit(&closed, 0), Err(FindingRefusal::Closed.into()));
    }
}
