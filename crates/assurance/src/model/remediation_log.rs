//! What happened to an action plan: the remediation tracker.

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};

use super::{id::ActionPlanId, plan_status::ActionPlanStatus, text::Note};

/// One entry of an action plan's log. It never changes, and nothing is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemediationLogEntry {
    /// The plan.
    pub plan: ActionPlanId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// Its number in the plan's log, from 1, without a gap.
    pub sequence: u32,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub event: RemediationEvent,
}

/// What can happen to an action plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemediationEvent {
    /// It was promised.
    Planned,
    /// It went one step on.
    Advanced(Forward, Option<Note>),
    /// It went one step back.
    SteppedBack(Backward, Note),
}

/// A step on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forward {
    /// Work began.
    ToInProgress,
    /// Work was done.
    ToImplemented,
    /// What was done was seen to be done.
    ToVerified,
}

/// A step back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backward {
    /// Work had not begun after all.
    ToPlanned,
    /// Work was not done after all.
    ToInProgress,
    /// What was done has to be verified again.
    ToImplemented,
}

impl Forward {
    /// The step on from a status; `None` when all is done.
    pub const fn from(status: ActionPlanStatus) -> Option<Self> {
        match status {
            ActionPlanStatus::Planned => Some(Self::ToInProgress),
            ActionPlanStatus::InProgress => Some(Self::ToImplemented),
            ActionPlanStatus::Implemented => Some(Self::ToVerified),
            ActionPlanStatus::Verified => None,
        }
    }

    const fn to(self) -> ActionPlanStatus {
        match self {
            Self::ToInProgress => ActionPlanStatus::InProgress,
            Self::ToImplemented => ActionPlanStatus::Implemented,
            Self::ToVerified => ActionPlanStatus::Verified,
        }
    }
}

impl Backward {
    /// The step back from a status; `None` at the beginning.
    pub const fn from(status: ActionPlanStatus) -> Option<Self> {
        match status {
            ActionPlanStatus::Planned => None,
            ActionPlanStatus::InProgress => Some(Self::ToPlanned),
            ActionPlanStatus::Implemented => Some(Self::ToInProgress),
            ActionPlanStatus::Verified => Some(Self::ToImplemented),
        }
    }

    const fn to(self) -> ActionPlanStatus {
        match self {
            Self::ToPlanned => ActionPlanStatus::Planned,
            Self::ToInProgress => ActionPlanStatus::InProgress,
            Self::ToImplemented => ActionPlanStatus::Implemented,
        }
    }
}

impl RemediationEvent {
    /// The status that the plan left; `None` when it was new.
    pub const fn from(&self) -> Option<ActionPlanStatus> {
        match self {
            Self::Planned => None,
            Self::Advanced(step, _) => step.to().previous(),
            Self::SteppedBack(step, _) => step.to().next(),
        }
    }

    /// The status that the plan got.
    pub const fn to(&self) -> ActionPlanStatus {
        match self {
            Self::Planned => ActionPlanStatus::Planned,
            Self::Advanced(step, _) => step.to(),
            Self::SteppedBack(step, _) => step.to(),
        }
    }

    /// What was remarked.
    pub const fn note(&self) -> Option<&Note> {
        match self {
            Self::Planned => None,
            Self::Advanced(_, note) => note.as_ref(),
            Self::SteppedBack(_, note) => Some(note),
        }
    }

    /// An event from its stored parts; `None` when they do not fit together.
    pub fn from_parts(
        from: Option<ActionPlanStatus>,
        to: ActionPlanStatus,
        note: Option<Note>,
    ) -> Option<Self> {
        let Some(from) = from else {
            let planned = to == ActionPlanStatus::Planned && note.is_none();
            return planned.then_some(Self::Planned);
        };
        if from.next() == Some(to) {
            Some(Self::Advanced(Forward::from(from)?, note))
        } else if from.previous() == Some(to) {
            Some(Self::SteppedBack(Backward::from(from)?, note?))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_beginning_a_step_on_and_a_step_back_with_a_note_are_events() {
        let mut sound = 0;
        for from in [None].into_iter().chain(ActionPlanStatus::ALL.map(Some)) {
            for to in ActionPlanStatus::ALL {
                for note in [None, Some(Note::new("Seen.").unwrap())] {
                    if let Some(event) = RemediationEvent::from_parts(from, to, note.clone()) {
                        sound += 1;
                        assert_eq!((event.from(), event.to()), (from, to));
                        assert_eq!(event.note(), note.as_ref());
                    }
                }
            }
        }
        // One beginning, three steps on with and without note, three back with one.
        assert_eq!(sound, 1 + 6 + 3);
    }
}
