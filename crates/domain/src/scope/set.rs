//! Sets of scopes.

mod text;

use std::{slice, sync::Arc};

use super::{Action, Resource, Scope};

pub use text::InvalidScopeSet;

/// A set of scopes in normal form: sorted, and no member covers another.
///
/// It stands for all that its members cover, and two sets that stand for the same are equal.
/// It may be empty; a set that has been granted is a [`NonEmptyScopes`](super::NonEmptyScopes).
/// A clone shares the members.
///
/// Parsed from scopes divided by blanks, and printed so.
///
/// ```
/// use aiia_keys_domain::ScopeSet;
///
/// let held: ScopeSet = "write:evidence read:* read:findings".parse()?;
/// assert_eq!(held.to_string(), "read:* write:evidence");
/// assert!(held.allows(&"read:universe".parse()?));
/// assert!(!held.allows(&"write:findings".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ScopeSet(Arc<[Scope]>);

impl ScopeSet {
    /// How many scopes a set that comes from outside may be written with.
    pub const MAX_PARSED: usize = 64;

    /// The set that permits nothing.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The set that permits everything: `admin:*`.
    pub fn top() -> Self {
        Scope::new(Action::Admin, Resource::Any).into()
    }

    /// Whether some member covers `scope`: the question that a protected endpoint asks.
    #[inline]
    pub fn allows(&self, scope: &Scope) -> bool {
        self.iter().any(|member| member.covers(scope))
    }

    /// Whether this set permits all that `other` permits. Every set covers the empty one.
    pub fn covers(&self, other: &Self) -> bool {
        other.iter().all(|scope| self.allows(scope))
    }

    /// The members of this set that `other` does not permit; none exactly when `other` covers it.
    #[must_use]
    pub fn not_covered_by(&self, other: &Self) -> Self {
        // What is left out of a set in normal form leaves a set in normal form.
        Self(
            self.iter()
                .filter(|scope| !other.allows(scope))
                .cloned()
                .collect(),
        )
    }

    /// What one of the two permits.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.iter().chain(other).cloned().collect()
    }

    /// What both permit.
    ///
    /// ```
    /// use aiia_keys_domain::ScopeSet;
    ///
    /// let (reader, of_findings): (ScopeSet, ScopeSet) = ("read:*".parse()?, "*:findings".parse()?);
    /// assert_eq!(reader.intersection(&of_findings), "read:findings".parse()?);
    /// # Ok::<(), aiia_keys_domain::InvalidScopeSet>(())
    /// ```
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.iter()
            .flat_map(|one| other.iter().filter_map(|two| one.meet(two)))
            .collect()
    }

    /// Whether `scope` itself is a member. What the set permits is asked by [`ScopeSet::allows`].
    pub fn contains(&self, scope: &Scope) -> bool {
        self.0.binary_search(scope).is_ok()
    }

    /// The members, sorted by action (`read`, `write`, `admin`), then by resource (`*` first).
    pub fn iter(&self) -> slice::Iter<'_, Scope> {
        self.0.iter()
    }

    /// How many members the normal form has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it permits nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Brings the scopes into normal form; their number is not limited.
impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        let mut sorted: Vec<Scope> = scopes.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self(
            sorted
                .iter()
                .filter(|scope| !is_covered_by_another(scope, &sorted))
                .cloned()
                .collect(),
        )
    }
}

/// Only three other scopes can cover `scope`; to look them up is quicker than to compare all.
fn is_covered_by_another(scope: &Scope, sorted: &[Scope]) -> bool {
    [
        Scope::new(scope.action, Resource::Any),
        Scope::new(Action::Admin, scope.resource.clone()),
        Scope::new(Action::Admin, Resource::Any),
    ]
    .iter()
    .any(|coverer| coverer != scope && sorted.binary_search(coverer).is_ok())
}

impl From<Scope> for ScopeSet {
    fn from(scope: Scope) -> Self {
        Self(Arc::new([scope]))
    }
}

impl<'a> IntoIterator for &'a ScopeSet {
    type Item = &'a Scope;
    type IntoIter = slice::Iter<'a, Scope>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
