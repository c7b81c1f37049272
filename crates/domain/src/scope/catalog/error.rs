//! What makes a catalogue meaningless or misleading.

use std::{collections::BTreeSet, fmt};

use crate::scope::{Resource, Scope};

use super::{CatalogEntry, PermissionLevel};

/// Entries do not make a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CatalogError {
    /// There is none: no key could be granted anything.
    Empty,
    /// This scope has two entries, and nobody could tell which one is meant.
    Duplicate(Scope),
    /// The scope of an entry is for all resources; an entry is what one endpoint asks for.
    Wildcard(Scope),
    /// The level says something else than the scope's action does.
    Level {
        /// The scope of the entry.
        scope: Scope,
        /// The level that does not belong to it.
        level: PermissionLevel,
    },
    /// The entry of this scope does not say what it allows.
    NoDescription(Scope),
}

pub(super) fn check(entries: &[CatalogEntry]) -> Result<(), CatalogError> {
    if entries.is_empty() {
        return Err(CatalogError::Empty);
    }
    let mut seen = BTreeSet::new();
    for entry in entries {
        let (scope, level) = (entry.scope(), entry.level());
        if *scope.resource() == Resource::Any {
            return Err(CatalogError::Wildcard(scope.clone()));
        }
        if scope.action() != level.action() {
            return Err(CatalogError::Level {
                scope: scope.clone(),
                level,
            });
        }
        if entry.description().trim().is_empty() {
            return Err(CatalogError::NoDescription(scope.clone()));
        }
        if !seen.insert(scope) {
            return Err(CatalogError::Duplicate(scope.clone()));
        }
    }
    Ok(())
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the catalogue has no entry; at least one is needed"),
            Self::Duplicate(scope) => write!(f, "{scope} has two entries; leave one"),
            Self::Wildcard(scope) => {
                write!(
                    f,
                    "{scope} cannot be an entry; name the resource, as in read:findings"
                )
            }
            Self::Level { scope, level } => write!(
                f,
                "{scope} has the level {}, which belongs to scopes of the action {}",
                level.as_str(),
                level.action()
            ),
            Self::NoDescription(scope) => {
                write!(f, "{scope} has no description; say what it allows")
            }
        }
    }
}

impl std::error::Error for CatalogError {}
