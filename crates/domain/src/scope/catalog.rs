//! The catalogue: which scopes mean something in an API, and what.

mod aiia;
mod entry;
mod error;
mod unknown;

use std::{slice, sync::Arc};

use super::ScopeSet;

pub use entry::{CatalogEntry, PermissionLevel};
pub use error::CatalogError;
pub use unknown::{UnknownScope, UnknownScopes};

/// The scopes that an API knows, with their meaning, in the order in which they are shown.
///
/// A value, not a global: a team that embeds this crate brings its own. A clone shares the entries.
///
/// ```
/// use aiia_keys_domain::{Catalog, CatalogEntry, PermissionLevel, ScopeSet};
///
/// let catalog = Catalog::new([
///     CatalogEntry::new("read:reports".parse()?, PermissionLevel::ReadOnly, "download reports"),
///     CatalogEntry::new("admin:reports".parse()?, PermissionLevel::FullAccess, "schedule reports"),
/// ])?;
///
/// let wanted: ScopeSet = "*:reports".parse()?;
/// assert!(catalog.check(&wanted).is_ok());
/// let words: Vec<&str> = catalog.opened_by(&wanted).map(|entry| entry.description()).collect();
/// assert_eq!(words, ["download reports", "schedule reports"]);
///
/// let refused = catalog.check(&"read:report".parse()?).unwrap_err();
/// assert_eq!(refused.to_string(), "read:report opens nothing (closest: read:reports, admin:reports)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog(Arc<[CatalogEntry]>);

impl Catalog {
    /// A catalogue of `entries`, in their order.
    ///
    /// # Errors
    ///
    /// When there is none, or when one would be meaningless or misleading: see [`CatalogError`].
    pub fn new(entries: impl IntoIterator<Item = CatalogEntry>) -> Result<Self, CatalogError> {
        let entries: Arc<[CatalogEntry]> = entries.into_iter().collect();
        error::check(&entries)?;
        Ok(Self(entries))
    }

    /// The entries, in the order in which they are shown.
    pub fn entries(&self) -> slice::Iter<'_, CatalogEntry> {
        self.0.iter()
    }

    /// The entries whose scope `scopes` permits: in words, what a key with these scopes can do.
    pub fn opened_by(&self, scopes: &ScopeSet) -> impl Iterator<Item = &CatalogEntry> {
        self.entries().filter(|entry| scopes.allows(entry.scope()))
    }

    /// Whether every scope of `scopes` opens something: covers at least one entry.
    ///
    /// `read:*` is known as soon as something can be read. A scope that opens nothing is a mistake
    /// of whoever asks for it, and would silently come to life when an entry is added later.
    ///
    /// # Errors
    ///
    /// Names each scope that opens nothing, with the closest ones that do.
    pub fn check(&self, scopes: &ScopeSet) -> Result<(), UnknownScopes> {
        UnknownScopes::find(self, scopes).map_or(Ok(()), Err)
    }
}
