//! The catalogue of the AIIA API.

use std::{borrow::Cow, sync::Arc};

use crate::scope::{Resource, ResourceName, Scope};

use super::{Catalog, CatalogEntry, PermissionLevel};

// Unwrapped while the crate is built: a name that breaks the rule does not compile.
const UNIVERSE: ResourceName = ResourceName::from_static("universe").unwrap();
const FINDINGS: ResourceName = ResourceName::from_static("findings").unwrap();
const EVIDENCE: ResourceName = ResourceName::from_static("evidence").unwrap();
const SYNC: ResourceName = ResourceName::from_static("sync").unwrap();
const KEYS: ResourceName = ResourceName::from_static("keys").unwrap();

const ENTRIES: [CatalogEntry; 6] = [
    entry(
        UNIVERSE,
        PermissionLevel::ReadOnly,
        "retrieve auditable entities and organizational hierarchies",
    ),
    entry(
        FINDINGS,
        PermissionLevel::ReadOnly,
        "read findings, action plans and remediation tracker logs",
    ),
    entry(
        EVIDENCE,
        PermissionLevel::WriteOnly,
        "upload evidence files and attach them to test procedures",
    ),
    entry(
        FINDINGS,
        PermissionLevel::WriteAndUpdate,
        "document findings, submit recommendations, update action plan statuses",
    ),
    entry(
        SYNC,
        PermissionLevel::FullAccess,
        "execute data refresh connectors and sync organizational structures",
    ),
    entry(
        KEYS,
        PermissionLevel::FullAccess,
        "manage this organization's keys by program",
    ),
];

/// The level decides the action, so that the two cannot contradict each other.
const fn entry(
    resource: ResourceName,
    level: PermissionLevel,
    description: &'static str,
) -> CatalogEntry {
    let scope = Scope::new(level.action(), Resource::Named(resource));
    CatalogEntry {
        scope,
        level,
        description: Cow::Borrowed(description),
    }
}

impl Catalog {
    /// The catalogue of the AIIA API.
    ///
    /// ```
    /// use aiia_keys_domain::Catalog;
    ///
    /// let scopes: Vec<String> = Catalog::aiia().entries().map(|entry| entry.scope().to_string()).collect();
    /// assert_eq!(
    ///     scopes,
    ///     [
    ///         "read:universe", "read:findings", "write:evidence",
    ///         "write:findings", "admin:sync", "admin:keys",
    ///     ],
    /// );
    /// ```
    pub fn aiia() -> Self {
        Self(Arc::new(ENTRIES))
    }
}
