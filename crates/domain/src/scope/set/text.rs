//! Sets of scopes as text.

use std::{fmt, str::FromStr};

use crate::scope::{InvalidScope, Scope};

use super::ScopeSet;

impl ScopeSet {
    /// Parses one scope a text, as they stand in a JSON array or in repeated options.
    ///
    /// # Errors
    ///
    /// A text that is no scope, by its place, or more than [`ScopeSet::MAX_PARSED`] texts.
    pub fn parse_all<I>(texts: I) -> Result<Self, InvalidScopeSet>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let mut scopes = Vec::new();
        for (index, text) in texts.into_iter().enumerate() {
            if index == Self::MAX_PARSED {
                return Err(InvalidScopeSet::TooMany);
            }
            let scope = text.as_ref().parse::<Scope>();
            scopes.push(scope.map_err(|error| InvalidScopeSet::Scope { index, error })?);
        }
        Ok(scopes.into_iter().collect())
    }
}

/// Scopes divided by blanks; a text without any is the empty set.
impl FromStr for ScopeSet {
    type Err = InvalidScopeSet;

    fn from_str(text: &str) -> Result<Self, InvalidScopeSet> {
        Self::parse_all(text.split_ascii_whitespace())
    }
}

/// The members, divided by one blank.
impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            scope.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScopeSet({self})")
    }
}

/// Texts are not a set of scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidScopeSet {
    /// There are more than [`ScopeSet::MAX_PARSED`].
    TooMany,
    /// One of them is not a scope.
    Scope {
        /// Its place, counted from 0.
        index: usize,
        /// What is wrong with it.
        error: InvalidScope,
    },
}

impl fmt::Display for InvalidScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany => write!(
                f,
                "there are more than {} scopes; name fewer, or all of one action as in read:*",
                ScopeSet::MAX_PARSED
            ),
            Self::Scope { index, error } => write!(f, "scope {}: {error}", index + 1),
        }
    }
}

impl std::error::Error for InvalidScopeSet {}
