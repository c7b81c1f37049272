//! What an operation needs, as it is counted.

use std::{fmt, str::FromStr};

use crate::{InvalidScope, Scope};

/// The scope that an operation needs, as it is counted.
///
/// Gateways name scopes as they like. Only those of the catalogue are told apart, so that nobody
/// can make the service count without end.
///
/// ```
/// use aiia_keys_domain::UsedScope;
///
/// let used: UsedScope = "read:findings".parse()?;
/// assert_eq!(used.to_string(), "read:findings");
/// assert_eq!("other".parse(), Ok(UsedScope::Other));
/// # Ok::<(), aiia_keys_domain::InvalidScope>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UsedScope {
    /// A scope of the catalogue.
    Named(Scope),
    /// A scope that the catalogue does not have.
    Other,
    /// The operation needs no scope: any key that is accepted will do.
    Unscoped,
}

impl UsedScope {
    const OTHER: &'static str = "other";
    const UNSCOPED: &'static str = "none";
}

/// The scope, or `other` or `none`, which no scope is written like.
impl fmt::Display for UsedScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(scope) => fmt::Display::fmt(scope, f),
            Self::Other => f.pad(Self::OTHER),
            Self::Unscoped => f.pad(Self::UNSCOPED),
        }
    }
}

impl FromStr for UsedScope {
    type Err = InvalidScope;

    fn from_str(text: &str) -> Result<Self, InvalidScope> {
        match text {
            Self::OTHER => Ok(Self::Other),
            Self::UNSCOPED => Ok(Self::Unscoped),
            scope => scope.parse().map(Self::Named),
        }
    }
}
