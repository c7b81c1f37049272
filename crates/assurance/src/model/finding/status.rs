//! The names of where findings stand.

use std::{fmt, str::FromStr};

/// Where a finding stands, without the data of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingStatus {
    /// The auditors are still writing it.
    Draft,
    /// Management has it, and has not begun to act.
    Open,
    /// Management acts.
    InRemediation,
    /// The auditors are satisfied.
    Closed,
}

impl FindingStatus {
    /// All of them, in the order of a finding's life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Open, Self::InRemediation, Self::Closed];

    /// `draft`, `open`, `in_remediation` or `closed`, for storage and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::InRemediation => "in_remediation",
            Self::Closed => "closed",
        }
    }

    /// The one status that a finding can get from this one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Draft => Self::Open,
            Self::Open | Self::Closed => Self::InRemediation,
            Self::InRemediation => Self::Closed,
        }
    }
}

impl fmt::Display for FindingStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text names no status of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such status: `draft`, `open`, `in_remediation` or `closed` is expected")]
pub struct UnknownFindingStatus;

impl FromStr for FindingStatus {
    type Err = UnknownFindingStatus;

    fn from_str(text: &str) -> Result<Self, UnknownFindingStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(UnknownFindingStatus)
    }
}
