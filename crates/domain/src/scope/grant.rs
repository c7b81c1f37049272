//! Handing out scopes.

use std::fmt;

use super::ScopeSet;

/// A grant: at least one scope. A key without any could do nothing and is a mistake.
///
/// ```
/// use aiia_keys_domain::{EmptyScopes, NonEmptyScopes, ScopeSet};
///
/// assert_eq!(NonEmptyScopes::new(ScopeSet::empty()), Err(EmptyScopes));
///
/// let grant = NonEmptyScopes::new("read:* write:evidence".parse()?)?;
/// let successor = grant.narrow_to("read:findings".parse()?)?;
/// assert_eq!(successor.to_string(), "read:findings");
/// assert!(successor.narrow_to("read:*".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct NonEmptyScopes(ScopeSet);

impl NonEmptyScopes {
    /// Makes a grant of `scopes`, without asking who grants: see [`ScopeSet::delegate`] for that.
    ///
    /// # Errors
    ///
    /// When `scopes` is empty.
    pub fn new(scopes: ScopeSet) -> Result<Self, EmptyScopes> {
        if scopes.is_empty() {
            Err(EmptyScopes)
        } else {
            Ok(Self(scopes))
        }
    }

    /// The scopes.
    #[inline]
    pub const fn as_set(&self) -> &ScopeSet {
        &self.0
    }

    /// The same grant or a narrower one, never a wider.
    ///
    /// # Errors
    ///
    /// When `wanted` is empty or reaches beyond this grant.
    pub fn narrow_to(&self, wanted: ScopeSet) -> Result<Self, DelegationError> {
        self.0.delegate(wanted)
    }
}

impl ScopeSet {
    /// Hands `wanted` out in the name of someone who holds this set.
    ///
    /// **Nobody can hand out more than they hold**: this is the one place where that rule is written.
    ///
    /// ```
    /// use aiia_keys_domain::{DelegationError, ScopeSet};
    ///
    /// let held: ScopeSet = "admin:keys read:*".parse()?;
    /// assert_eq!(held.delegate("read:findings".parse()?)?.to_string(), "read:findings");
    ///
    /// let refused = held.delegate("read:findings write:findings".parse()?);
    /// assert_eq!(refused, Err(DelegationError::Exceeds("write:findings".parse()?)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When `wanted` is empty or holds scopes that this set does not cover.
    pub fn delegate(&self, wanted: Self) -> Result<NonEmptyScopes, DelegationError> {
        let exceeding = wanted.not_covered_by(self);
        if !exceeding.is_empty() {
            return Err(DelegationError::Exceeds(exceeding));
        }
        NonEmptyScopes::new(wanted).map_err(|EmptyScopes| DelegationError::Empty)
    }
}

impl From<NonEmptyScopes> for ScopeSet {
    fn from(grant: NonEmptyScopes) -> Self {
        grant.0
    }
}

impl AsRef<ScopeSet> for NonEmptyScopes {
    fn as_ref(&self) -> &ScopeSet {
        &self.0
    }
}

impl fmt::Display for NonEmptyScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for NonEmptyScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NonEmptyScopes({self})")
    }
}

/// A set of scopes is empty where something is to be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmptyScopes;

impl fmt::Display for EmptyScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no scope is named; at least one is needed, such as read:findings")
    }
}

impl std::error::Error for EmptyScopes {}

/// Scopes cannot be handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DelegationError {
    /// None is named.
    Empty,
    /// These go beyond what the holder has.
    Exceeds(ScopeSet),
}

impl fmt::Display for DelegationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => EmptyScopes.fmt(f),
            Self::Exceeds(scopes) => {
                write!(
                    f,
                    "beyond what may be handed out: {scopes}; only scopes that are held can be"
                )
            }
        }
    }
}

impl std::error::Error for DelegationError {}
