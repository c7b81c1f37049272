//! What became of a use of a key.

use std::{fmt, str::FromStr};

use crate::Denial;

/// Why a key that exists was not let through, without the particulars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DenialReason {
    /// It was revoked.
    Revoked,
    /// Its time was over.
    Expired,
    /// Its organization was suspended.
    OrganizationSuspended,
    /// It came from an address that it may not be used from.
    SourceNotAllowed,
    /// Its scopes did not cover what was asked for.
    InsufficientScope,
    /// It was used more often than it may be.
    RateLimited,
}

impl DenialReason {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Revoked,
        Self::Expired,
        Self::OrganizationSuspended,
        Self::SourceNotAllowed,
        Self::InsufficientScope,
        Self::RateLimited,
    ];

    /// The reason of a denial.
    pub const fn of(denial: &Denial) -> Self {
        match denial {
            Denial::Revoked => Self::Revoked,
            Denial::Expired { .. } => Self::Expired,
            Denial::OrganizationSuspended => Self::OrganizationSuspended,
            Denial::SourceNotAllowed => Self::SourceNotAllowed,
            Denial::InsufficientScope { .. } => Self::InsufficientScope,
            Denial::RateLimited { .. } => Self::RateLimited,
        }
    }

    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "key_revoked",
            Self::Expired => "key_expired",
            Self::OrganizationSuspended => "organization_suspended",
            Self::SourceNotAllowed => "source_not_allowed",
            Self::InsufficientScope => "insufficient_scope",
            Self::RateLimited => "rate_limited",
        }
    }
}

/// What became of a use of a key.
///
/// ```
/// use aiia_keys_domain::{DenialReason, Outcome};
///
/// let outcome: Outcome = "key_expired".parse()?;
/// assert_eq!(outcome, Outcome::Denied(DenialReason::Expired));
/// # Ok::<(), aiia_keys_domain::UnknownOutcome>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It was let through.
    Allowed,
    /// It was not.
    Denied(DenialReason),
}

impl Outcome {
    /// How many there are.
    pub const COUNT: usize = 1 + DenialReason::ALL.len();

    /// Its place among them: 0 is allowed.
    pub const fn index(self) -> usize {
        match self {
            Self::Allowed => 0,
            Self::Denied(reason) => 1 + reason as usize,
        }
    }

    /// The one in this place.
    pub fn from_index(index: usize) -> Option<Self> {
        match index.checked_sub(1) {
            None => Some(Self::Allowed),
            Some(index) => DenialReason::ALL.get(index).copied().map(Self::Denied),
        }
    }

    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied(reason) => reason.as_str(),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Outcome {
    type Err = UnknownOutcome;

    fn from_str(text: &str) -> Result<Self, UnknownOutcome> {
        (0..Self::COUNT)
            .filter_map(Self::from_index)
            .find(|outcome| outcome.as_str() == text)
            .ok_or(UnknownOutcome)
    }
}

/// A text names no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownOutcome;

impl fmt::Display for UnknownOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an outcome: `allowed` or the code of a denial is expected")
    }
}

impl std::error::Error for UnknownOutcome {}
