//! How serious a finding is.

use std::{fmt, str::FromStr};

/// How serious a finding is; the order is that of seriousness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good practice was not followed.
    Low,
    /// A control works in part.
    Medium,
    /// A key control fails.
    High,
    /// The organization's objectives are in danger now.
    Critical,
}

impl Severity {
    /// All severities, from the least to the most serious.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// `low`, `medium`, `high` or `critical`, for storage and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text names no severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such severity: `low`, `medium`, `high` or `critical` is expected")]
pub struct UnknownSeverity;

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(text: &str) -> Result<Self, UnknownSeverity> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.as_str() == text)
            .ok_or(UnknownSeverity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_parse_from_what_they_print_and_are_ordered() {
        for severity in Severity::ALL {
            assert_eq!(severity.to_string().parse(), Ok(severity));
        }
        assert!(Severity::ALL.is_sorted());
        assert_eq!("severe".parse::<Severity>(), Err(UnknownSeverity));
        assert!(UnknownSeverity.to_string().contains("`critical`"));
    }
}
