//! The two environments that keys are issued for.

use std::{fmt, str::FromStr};

/// The environment of the deployment that issued a key: it stands in the key itself.
///
/// A deployment rejects keys of the other environment before it looks anything up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Environment {
    /// Real data.
    Live,
    /// Trials and tests.
    Test,
}

impl Environment {
    /// `live` or `test`, as it stands in a key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }

    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Live => Self::Test,
            Self::Test => Self::Live,
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text names no environment: `live` and `test` are the two there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownEnvironment;

impl fmt::Display for UnknownEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such environment: `live` or `test` is expected")
    }
}

impl std::error::Error for UnknownEnvironment {}

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(text: &str) -> Result<Self, UnknownEnvironment> {
        [Self::Live, Self::Test]
            .into_iter()
            .find(|environment| environment.as_str() == text)
            .ok_or(UnknownEnvironment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_environments_parse_from_what_they_print() {
        for environment in [Environment::Live, Environment::Test] {
            assert_eq!(environment.to_string().parse(), Ok(environment));
            assert_eq!(environment.other().other(), environment);
        }
        assert_eq!("LIVE".parse::<Environment>(), Err(UnknownEnvironment));
        assert!(UnknownEnvironment.to_string().contains("`live` or `test`"));
    }
}
