//! What management promises to do about a finding.

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};

use super::{
    date::Date,
    finding::{Finding, FindingRefusal},
    id::{ActionPlanId, FindingId, RecommendationId},
    plan_status::ActionPlanStatus,
    remediation_log::{Backward, Forward, RemediationEvent, RemediationLogEntry},
    text::{ActionPlanDescription, Note, OwnerName},
};

/// What management promises to do about a finding, who answers for it, and until when.
///
/// ```text
/// planned ⇄ in_progress ⇄ implemented ⇄ verified
/// ```
///
/// Its status moves one step on, or one step back with a note. Each move gives the plan together
/// with the entry of its log ([`LoggedPlan`]), and only so can either be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionPlan {
    data: ActionPlanData,
}

/// The fields of an action plan, to store it and to put a stored one together again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionPlanData {
    /// Its id.
    pub id: ActionPlanId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The finding.
    pub finding: FindingId,
    /// The recommendation that it follows, if it follows one.
    pub recommendation: Option<RecommendationId>,
    /// What will be done.
    pub description: ActionPlanDescription,
    /// Who answers for it.
    pub owner: OwnerName,
    /// The last day on which it is to be done.
    pub due_on: Date,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it moved last.
    pub updated_at: Timestamp,
    /// Where it stands.
    pub status: ActionPlanStatus,
    /// How many entries its log has.
    pub log_length: u32,
}

/// An action plan to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewActionPlan {
    /// Its id.
    pub id: ActionPlanId,
    /// The recommendation that it follows, if it follows one.
    pub recommendation: Option<RecommendationId>,
    /// What will be done.
    pub description: ActionPlanDescription,
    /// Who answers for it.
    pub owner: OwnerName,
    /// The last day on which it is to be done.
    pub due_on: Date,
}

/// An action plan as a move left it, with the entry that the move makes in its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedPlan {
    plan: ActionPlan,
    entry: RemediationLogEntry,
}

impl LoggedPlan {
    /// The plan.
    pub const fn plan(&self) -> &ActionPlan {
        &self.plan
    }

    /// The entry.
    pub const fn entry(&self) -> &RemediationLogEntry {
        &self.entry
    }

    /// Both.
    pub fn into_parts(self) -> (ActionPlan, RemediationLogEntry) {
        (self.plan, self.entry)
    }
}

/// The most action plans that a finding may have.
pub const MAX_ACTION_PLANS: u32 = 100;

impl ActionPlan {
    /// Adds a plan to a finding that has `present` plans already; whether the recommendation is one
    /// of the finding's, the caller knows.
    ///
    /// # Errors
    /// When the finding is closed or has as many plans as are allowed, or the plan is due on a day
    /// that is over everywhere on earth.
    pub fn add(
        new: NewActionPlan,
        finding: &Finding,
        present: u32,
        by: Actor,
        now: Timestamp,
    ) -> Result<LoggedPlan, AddPlanError> {
        finding.require_not_closed()?;
        if present >= MAX_ACTION_PLANS {
            return Err(AddPlanError::TooMany);
        }
        if new.due_on < Date::earliest_today(now) {
            return Err(AddPlanError::DueInPast(new.due_on));
        }
        let data = ActionPlanData {
            id: new.id,
            organization: finding.data().organization,
            finding: finding.data().id,
            recommendation: new.recommendation,
            description: new.description,
            owner: new.owner,
            due_on: new.due_on,
            created_at: now,
            updated_at: now,
            status: ActionPlanStatus::Planned,
            log_length: 0,
        };
        Self { data }
            .logged(RemediationEvent::Planned, by, now)
            .map_err(|_| AddPlanError::TooMany)
    }

    /// Puts a stored plan together again.
    pub const fn from_stored(data: ActionPlanData) -> Self {
        Self { data }
    }

    /// The fields, to store or to show them.
    pub const fn data(&self) -> &ActionPlanData {
        &self.data
    }

    /// Whether its day is over and it is not implemented, on `today`.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.data.due_on < today && self.data.status < ActionPlanStatus::Implemented
    }

    /// Moves it one step on.
    ///
    /// # Errors
    /// When it is verified, or its log is full.
    pub fn advance(
        self,
        note: Option<Note>,
        by: Actor,
        now: Timestamp,
    ) -> Result<LoggedPlan, MoveRefusal> {
        let step = Forward::from(self.data.status).ok_or(MoveRefusal::AtEnd)?;
        self.logged(RemediationEvent::Advanced(step, note), by, now)
    }

    /// Moves it one step back.
    ///
    /// # Errors
    /// When it is only planned, or its log is full.
    pub fn step_back(
        self,
        note: Note,
        by: Actor,
        now: Timestamp,
    ) -> Result<LoggedPlan, MoveRefusal> {
        let step = Backward::from(self.data.status).ok_or(MoveRefusal::AtStart)?;
        self.logged(RemediationEvent::SteppedBack(step, note), by, now)
    }

    /// Takes the one step that leads to `status`.
    ///
    /// # Errors
    /// When none leads there, or it leads back and there is no note.
    pub fn move_to(
        self,
        status: ActionPlanStatus,
        note: Option<Note>,
        by: Actor,
        now: Timestamp,
    ) -> Result<LoggedPlan, MoveRefusal> {
        let from = self.data.status;
        if from.next() == Some(status) {
            self.advance(note, by, now)
        } else if from.previous() == Some(status) {
            self.step_back(note.ok_or(MoveRefusal::NoNote)?, by, now)
        } else {
            Err(MoveRefusal::Step { from, to: status })
        }
    }

    fn logged(
        mut self,
        event: RemediationEvent,
        by: Actor,
        now: Timestamp,
    ) -> Result<LoggedPlan, MoveRefusal> {
        let sequence = self.data.log_length + 1;
        if sequence > MAX_LOG_ENTRIES {
            return Err(MoveRefusal::LogFull);
        }
        self.data.status = event.to();
        self.data.updated_at = now;
        self.data.log_length = sequence;
        let entry = RemediationLogEntry {
            plan: self.data.id,
            organization: self.data.organization,
            sequence,
            at: now,
            by,
            event,
        };
        Ok(LoggedPlan { plan: self, entry })
    }
}

/// The most entries that a plan's log may have: a program that moves a plan back and forth ends here.
pub const MAX_LOG_ENTRIES: u32 = 10_000;

/// An action plan cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddPlanError {
    /// The finding does not take it.
    #[error(transparent)]
    Finding(#[from] FindingRefusal),
    /// The finding has enough.
    #[error("the finding has 100 action plans, the most that are allowed: write a new finding")]
    TooMany,
    /// It cannot be done in time any more.
    #[error("due_on {0} is in the past: today is the first day that is allowed")]
    DueInPast(Date),
}

/// An action plan cannot move like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefusal {
    /// It leads neither one step on nor one step back.
    #[error("status: the action plan is {from} and cannot become {to}: {}", cure(*from))]
    Step {
        /// Where it stands.
        from: ActionPlanStatus,
        /// What it was to become.
        to: ActionPlanStatus,
    },
    /// There is no step on.
    #[error("status: the action plan is verified: there is no step on")]
    AtEnd,
    /// There is no step back.
    #[error("status: the action plan is planned: there is no step back")]
    AtStart,
    /// A step back has to be explained.
    #[error("note is missing: say why the action plan goes one step back")]
    NoNote,
    /// The log is as long as is allowed.
    #[error("the action plan has moved 10,000 times, the most that are allowed: add a new one")]
    LogFull,
}

fn cure(from: ActionPlanStatus) -> String {
    match (from.next(), from.previous()) {
        (Some(next), Some(previous)) => {
            format!("{next} is the next step, and {previous} the step back, with a note")
        }
        (Some(next), None) => format!("{next} is the next step"),
        (None, Some(previous)) => format!("{previous} is the step back, with a note"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests;
