//! Where an action plan stands.

use std::{fmt, str::FromStr};

/// Where an action plan stands; the order is that of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionPlanStatus {
    /// Management has promised it.
    Planned,
    /// Management works on it.
    InProgress,
    /// Management says that it is done.
    Implemented,
    /// The auditors have seen that it is done.
    Verified,
}

impl ActionPlanStatus {
    /// All of them, in the order of a plan's life.
    pub const ALL: [Self; 4] = [
        Self::Planned,
        Self::InProgress,
        Self::Implemented,
        Self::Verified,
    ];

    /// `planned`, `in_progress`, `implemented` or `verified`, for storage and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::InProgress => "in_progress",
            Self::Implemented => "implemented",
            Self::Verified => "verified",
        }
    }

    /// The next step; `None` when all is done.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Planned => Some(Self::InProgress),
            Self::InProgress => Some(Self::Implemented),
            Self::Implemented => Some(Self::Verified),
            Self::Verified => None,
        }
    }

    /// The step before; `None` at the beginning.
    pub const fn previous(self) -> Option<Self> {
        match self {
            Self::Planned => None,
            Self::InProgress => Some(Self::Planned),
            Self::Implemented => Some(Self::InProgress),
            Self::Verified => Some(Self::Implemented),
        }
    }
}

impl fmt::Display for ActionPlanStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text names no status of an action plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such status: `planned`, `in_progress`, `implemented` or `verified` is expected")]
pub struct UnknownActionPlanStatus;

impl FromStr for ActionPlanStatus {
    type Err = UnknownActionPlanStatus;

    fn from_str(text: &str) -> Result<Self, UnknownActionPlanStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(UnknownActionPlanStatus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_parse_from_what_they_print() {
        for status in ActionPlanStatus::ALL {
            assert_eq!(status.to_string().parse(), Ok(status));
            assert!(
                UnknownActionPlanStatus
                    .to_string()
                    .contains(status.as_str())
            );
        }
        assert_eq!(
            "done".parse::<ActionPlanStatus>(),
            Err(UnknownActionPlanStatus)
        );
    }

    #[test]
    fn each_step_back_undoes_a_step() {
        for status in ActionPlanStatus::ALL {
            if let Some(next) = status.next() {
                assert_eq!(next.previous(), Some(status));
                assert!(next > status);
            }
        }
    }
}
