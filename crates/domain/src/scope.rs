//! What a key may do: scopes, sets of them, grants, and the catalogue that gives them meaning.
//!
//! # The algebra
//!
//! A [`Scope`] is an action on a resource, and stands for everything it covers:
//!
//! - `admin` covers `read` and `write`; `read` and `write` cover only themselves;
//! - `*` as the resource covers every resource, those to come too; a named one covers only itself;
//! - a scope covers another when its action covers the other's and its resource the other's.
//!
//! That is a partial order. A [`ScopeSet`] stands for all that its members cover, and is kept in
//! normal form: sorted, and no member covers another. Two sets that stand for the same are
//! therefore equal and print equally. `admin:findings` is more than `read:findings` and
//! `write:findings` together, and `read:*` is more than any list of names.
//!
//! Under [`union`](ScopeSet::union) and [`intersection`](ScopeSet::intersection) the sets form a
//! distributive lattice from the empty set up to [`ScopeSet::top`], with
//! [`covers`](ScopeSet::covers) as its order: `a` covers `b` exactly when `a ∪ b = a`.

mod action;
mod catalog;
mod grant;
mod name;
mod resource;
#[cfg(feature = "serde")]
mod serde_impls;
mod set;
#[cfg(test)]
pub(crate) mod strategies;
#[cfg(test)]
mod tests;
mod text;

pub use action::Action;
pub use catalog::{
    Catalog, CatalogEntry, CatalogError, PermissionLevel, UnknownScope, UnknownScopes,
};
pub use grant::{DelegationError, EmptyScopes, NonEmptyScopes};
pub use name::{InvalidResourceName, NameProblem, ResourceName};
pub use resource::Resource;
pub use set::{InvalidScopeSet, ScopeSet};
pub use text::{InvalidScope, ScopeProblem};

/// An action on a resource, such as `read:findings`.
///
/// Parsed from `action:resource`. `*` as the resource means every resource, those to come too.
/// `*` as the action is another spelling of `admin`, and `*` alone of `admin:*`; what is printed
/// is the canonical form.
///
/// The order of `Ord` is for sorting only. What a scope permits is compared by [`Scope::covers`].
///
/// ```
/// use aiia_keys_domain::Scope;
///
/// let held: Scope = "*:findings".parse()?;
/// assert_eq!(held.to_string(), "admin:findings");
/// assert!(held.covers(&"write:findings".parse()?));
/// assert!(!held.covers(&"read:evidence".parse()?));
/// # Ok::<(), aiia_keys_domain::InvalidScope>(())
/// ```
///
/// A scope that is known when the program is built, so that a wrong one does not build:
///
/// ```
/// use aiia_keys_domain::{Action, Resource, ResourceName, Scope};
///
/// const FINDINGS: ResourceName = ResourceName::from_static("findings").unwrap();
/// static READ_FINDINGS: Scope = Scope::new(Action::Read, Resource::Named(FINDINGS));
///
/// assert_eq!(READ_FINDINGS.to_string(), "read:findings");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    action: Action,
    resource: Resource,
}

impl Scope {
    /// `action` on `resource`.
    pub const fn new(action: Action, resource: Resource) -> Self {
        Self { action, resource }
    }

    /// What may be done.
    pub const fn action(&self) -> Action {
        self.action
    }

    /// What it may be done to.
    pub const fn resource(&self) -> &Resource {
        &self.resource
    }

    /// Whether this scope permits all that `other` permits.
    #[inline]
    pub fn covers(&self, other: &Self) -> bool {
        self.action.covers(other.action) && self.resource.covers(&other.resource)
    }

    /// The greatest scope that both cover; `None` when they have nothing in common.
    ///
    /// ```
    /// use aiia_keys_domain::Scope;
    ///
    /// let (all_reading, findings): (Scope, Scope) = ("read:*".parse()?, "admin:findings".parse()?);
    /// assert_eq!(all_reading.meet(&findings), Some("read:findings".parse()?));
    /// assert_eq!(all_reading.meet(&"write:findings".parse()?), None);
    /// # Ok::<(), aiia_keys_domain::InvalidScope>(())
    /// ```
    pub fn meet(&self, other: &Self) -> Option<Self> {
        Some(Self {
            action: self.action.meet(other.action)?,
            resource: self.resource.meet(&other.resource)?,
        })
    }
}
