//! The transitions of a finding.

use aiia_keys_domain::Timestamp;

use super::{
    EntityId, Finding, FindingDescription, FindingState, FindingStatus, FindingTitle, PlanTally,
    Severity,
};

/// What to write differently. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingRevision {
    /// Another entity; only while the finding is a draft.
    pub entity: Option<EntityId>,
    /// Another title.
    pub title: Option<FindingTitle>,
    /// Another description.
    pub description: Option<FindingDescription>,
    /// Another severity.
    pub severity: Option<Severity>,
}

impl FindingRevision {
    /// Without what is so already.
    #[must_use]
    pub fn against(self, finding: &Finding) -> Self {
        let data = finding.data();
        Self {
            entity: self.entity.filter(|entity| *entity != data.entity),
            title: self.title.filter(|title| *title != data.title),
            description: self.description.filter(|text| *text != data.description),
            severity: self.severity.filter(|severity| *severity != data.severity),
        }
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Finding {
    /// Gives a draft to management.
    ///
    /// # Errors
    /// When it is no draft.
    pub fn issue(self, now: Timestamp) -> Result<Self, FindingRefusal> {
        match self.data.state {
            FindingState::Draft => Ok(self.becoming(FindingState::Open { issued_at: now }, now)),
            _ => Err(self.cannot_become(FindingStatus::Open)),
        }
    }

    /// Notes that management acts on an open finding.
    ///
    /// # Errors
    /// When it is not open, or has no action plan.
    pub fn start_remediation(
        self,
        plans: PlanTally,
        now: Timestamp,
    ) -> Result<Self, FindingRefusal> {
        match self.data.state {
            FindingState::Open { .. } if plans.total() == 0 => Err(FindingRefusal::NoActionPlan),
            FindingState::Open { issued_at } => {
                Ok(self.becoming(FindingState::InRemediation { issued_at }, now))
            }
            _ => Err(self.cannot_become(FindingStatus::InRemediation)),
        }
    }

    /// Closes a finding whose action plans are all verified.
    ///
    /// # Errors
    /// When it is not in remediation, or a plan is not verified.
    pub fn close(self, plans: PlanTally, now: Timestamp) -> Result<Self, FindingRefusal> {
        match self.data.state {
            FindingState::InRemediation { .. } if plans.unverified > 0 => {
                Err(FindingRefusal::Unverified(plans.unverified))
            }
            FindingState::InRemediation { .. } if plans.total() == 0 => {
                Err(FindingRefusal::NoActionPlan)
            }
            FindingState::InRemediation { issued_at } => {
                let closed_at = now;
                let state = FindingState::Closed {
                    issued_at,
                    closed_at,
                };
                Ok(self.becoming(state, now))
            }
            _ => Err(self.cannot_become(FindingStatus::Closed)),
        }
    }

    /// Takes a closed finding up again.
    ///
    /// # Errors
    /// When it is not closed.
    pub fn reopen(self, now: Timestamp) -> Result<Self, FindingRefusal> {
        match self.data.state {
            FindingState::Closed { issued_at, .. } => {
                Ok(self.becoming(FindingState::InRemediation { issued_at }, now))
            }
            _ => Err(self.cannot_become(FindingStatus::InRemediation)),
        }
    }

    /// Takes the one transition that leads to `status`.
    ///
    /// # Errors
    /// When none leads there, or it refuses.
    pub fn become_status(
        self,
        status: FindingStatus,
        plans: PlanTally,
        now: Timestamp,
    ) -> Result<Self, FindingRefusal> {
        match (status, self.status()) {
            (FindingStatus::Open, _) => self.issue(now),
            (FindingStatus::InRemediation, FindingStatus::Closed) => self.reopen(now),
            (FindingStatus::InRemediation, _) => self.start_remediation(plans, now),
            (FindingStatus::Closed, _) => self.close(plans, now),
            (FindingStatus::Draft, _) => Err(self.cannot_become(FindingStatus::Draft)),
        }
    }

    /// Writes it differently.
    ///
    /// # Errors
    /// When it is closed, or would be about another entity after it was issued.
    pub fn revise(self, revision: FindingRevision, now: Timestamp) -> Result<Self, FindingRefusal> {
        self.require_not_closed()?;
        if revision.entity.is_some() && self.status() != FindingStatus::Draft {
            return Err(FindingRefusal::EntityFixed);
        }
        let mut data = self.data;
        data.entity = revision.entity.unwrap_or(data.entity);
        data.title = revision.title.unwrap_or(data.title);
        data.description = revision.description.unwrap_or(data.description);
        data.severity = revision.severity.unwrap_or(data.severity);
        data.updated_at = now;
        Ok(Self { data })
    }

    /// Lets what belongs to the finding change, unless it is closed.
    ///
    /// # Errors
    /// When it is closed.
    pub fn require_not_closed(&self) -> Result<(), FindingRefusal> {
        match self.data.state {
            FindingState::Closed { .. } => Err(FindingRefusal::Closed),
            _ => Ok(()),
        }
    }

    fn becoming(mut self, state: FindingState, now: Timestamp) -> Self {
        self.data.state = state;
        self.data.updated_at = now;
        self
    }

    const fn cannot_become(&self, to: FindingStatus) -> FindingRefusal {
        FindingRefusal::Step {
            from: self.status(),
            to,
        }
    }
}

/// A finding cannot change like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindingRefusal {
    /// No transition leads there.
    #[error("status: the finding is {from} and cannot become {to}: its next status is {}", from.next())]
    Step {
        /// Where it stands.
        from: FindingStatus,
        /// What it was to become.
        to: FindingStatus,
    },
    /// Remediation needs a plan.
    #[error("status: the finding has no action plan: add one first")]
    NoActionPlan,
    /// Not everything is verified.
    #[error("status: {0} of the finding's action plans are not verified: verify them first")]
    Unverified(u32),
    /// Nothing about a closed finding changes.
    #[error("the finding is closed: reopen it first, by the status in_remediation")]
    Closed,
    /// Management was told what the finding is about.
    #[error(
        "entity: the finding was issued and stays with its entity: write a new finding instead"
    )]
    EntityFixed,
}
