//! Findings and their life.

mod change;
mod status;

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};

pub use self::change::{FindingRefusal, FindingRevision};
pub use self::status::{FindingStatus, UnknownFindingStatus};
use super::{
    date::Date,
    id::{EntityId, FindingId},
    severity::Severity,
    text::{FindingDescription, FindingTitle},
};

/// What an audit found about an entity.
///
/// ```text
/// draft ──issue──▶ open ──start remediation──▶ in_remediation ──close──▶ closed
///                                                    ▲                     │
///                                                    └───────reopen────────┘
/// ```
///
/// It changes only by the transitions, each of which consumes it. Remediation starts with an action
/// plan, and a finding is closed when all of its plans are verified. What is closed stays as it is
/// until it is reopened, and nothing becomes a draft again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub(crate) data: FindingData,
}

/// The fields of a finding, to store it and to put a stored one together again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingData {
    /// Its id.
    pub id: FindingId,
    /// Whose finding it is.
    pub organization: OrganizationId,
    /// What it is about.
    pub entity: EntityId,
    /// What it is called.
    pub title: FindingTitle,
    /// What was found.
    pub description: FindingDescription,
    /// How serious it is.
    pub severity: Severity,
    /// The day on which it was raised.
    pub raised_on: Date,
    /// When it was written down.
    pub created_at: Timestamp,
    /// Who wrote it down.
    pub created_by: Actor,
    /// When anything about it changed last; its action plans are not part of it.
    pub updated_at: Timestamp,
    /// Where it stands.
    pub state: FindingState,
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingState {
    /// The auditors are still writing it.
    Draft,
    /// Management has it, and has not begun to act.
    Open {
        /// When it was issued to management.
        issued_at: Timestamp,
    },
    /// Management acts.
    InRemediation {
        /// When it was issued to management.
        issued_at: Timestamp,
    },
    /// The auditors are satisfied.
    Closed {
        /// When it was issued to management.
        issued_at: Timestamp,
        /// When it was closed.
        closed_at: Timestamp,
    },
}

/// A finding to write down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFinding {
    /// Its id.
    pub id: FindingId,
    /// Whose finding it is.
    pub organization: OrganizationId,
    /// What it is about.
    pub entity: EntityId,
    /// What it is called.
    pub title: FindingTitle,
    /// What was found.
    pub description: FindingDescription,
    /// How serious it is.
    pub severity: Severity,
    /// The day on which it was raised: today if it is not said.
    pub raised_on: Option<Date>,
}

/// A finding's action plans, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanTally {
    /// Those that are verified.
    pub verified: u32,
    /// Those that are not verified yet.
    pub unverified: u32,
}

impl PlanTally {
    /// How many there are.
    pub const fn total(self) -> u32 {
        self.verified.saturating_add(self.unverified)
    }
}

impl Finding {
    /// Writes a finding down, as a draft.
    ///
    /// # Errors
    /// When it would be raised on a day that has begun nowhere on earth.
    pub fn draft(new: NewFinding, by: Actor, now: Timestamp) -> Result<Self, RaisedInFuture> {
        let raised_on = new.raised_on.unwrap_or_else(|| Date::of(now));
        if raised_on > Date::latest_today(now) {
            return Err(RaisedInFuture(raised_on));
        }
        let data = FindingData {
            id: new.id,
            organization: new.organization,
            entity: new.entity,
            title: new.title,
            description: new.description,
            severity: new.severity,
            raised_on,
            created_at: now,
            created_by: by,
            updated_at: now,
            state: FindingState::Draft,
        };
        Ok(Self { data })
    }

    /// Puts a stored finding together again.
    pub const fn from_stored(data: FindingData) -> Self {
        Self { data }
    }

    /// The fields, to store or to show them.
    pub const fn data(&self) -> &FindingData {
        &self.data
    }

    /// Where it stands.
    pub const fn status(&self) -> FindingStatus {
        self.data.state.status()
    }
}

impl FindingState {
    /// The state without its data.
    pub const fn status(self) -> FindingStatus {
        match self {
            Self::Draft => FindingStatus::Draft,
            Self::Open { .. } => FindingStatus::Open,
            Self::InRemediation { .. } => FindingStatus::InRemediation,
            Self::Closed { .. } => FindingStatus::Closed,
        }
    }

    /// When the finding was issued to management; `None` for a draft.
    pub const fn issued_at(self) -> Option<Timestamp> {
        match self {
            Self::Draft => None,
            Self::Open { issued_at }
            | Self::InRemediation { issued_at }
            | Self::Closed { issued_at, .. } => Some(issued_at),
        }
    }

    /// When the finding was closed, if it is.
    pub const fn closed_at(self) -> Option<Timestamp> {
        match self {
            Self::Closed { closed_at, .. } => Some(closed_at),
            _ => None,
        }
    }

    /// A state from its stored parts; `None` when they do not fit together.
    pub const fn from_parts(
        status: FindingStatus,
        issued_at: Option<Timestamp>,
        closed_at: Option<Timestamp>,
    ) -> Option<Self> {
        match (status, issued_at, closed_at) {
            (FindingStatus::Draft, None, None) => Some(Self::Draft),
            (FindingStatus::Open, Some(issued_at), None) => Some(Self::Open { issued_at }),
            (FindingStatus::InRemediation, Some(issued_at), None) => {
                Some(Self::InRemediation { issued_at })
            }
            (FindingStatus::Closed, Some(issued_at), Some(closed_at)) => Some(Self::Closed {
                issued_at,
                closed_at,
            }),
            _ => None,
        }
    }
}

/// A finding cannot be raised later than today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("raised_on {0} is in the future: today is the last day that is allowed")]
pub struct RaisedInFuture(pub Date);

#[cfg(test)]
mod tests;
