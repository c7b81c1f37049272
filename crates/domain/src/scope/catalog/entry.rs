//! One line of the catalogue.

use std::{borrow::Cow, fmt};

use crate::scope::{Action, Scope};

/// How far a scope reaches, in the words that are shown to whoever grants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PermissionLevel {
    /// Data can be read.
    ReadOnly,
    /// Data can be added; it cannot be read, nor changed afterwards.
    WriteOnly,
    /// Data can be added and changed.
    WriteAndUpdate,
    /// All of it.
    FullAccess,
}

impl PermissionLevel {
    /// A stable identifier: `read-only`, `write-only`, `write-and-update` or `full-access`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::WriteOnly => "write-only",
            Self::WriteAndUpdate => "write-and-update",
            Self::FullAccess => "full-access",
        }
    }

    /// The level in words, for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ReadOnly => "Read-only",
            Self::WriteOnly => "Write-only",
            Self::WriteAndUpdate => "Write and update",
            Self::FullAccess => "Full access",
        }
    }

    /// The action whose scopes have this level.
    pub const fn action(self) -> Action {
        match self {
            Self::ReadOnly => Action::Read,
            Self::WriteOnly | Self::WriteAndUpdate => Action::Write,
            Self::FullAccess => Action::Admin,
        }
    }
}

/// In words, for people.
impl fmt::Display for PermissionLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// One scope that an API knows, and what it means there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogEntry {
    pub(super) scope: Scope,
    pub(super) level: PermissionLevel,
    pub(super) description: Cow<'static, str>,
}

impl CatalogEntry {
    /// An entry; [`Catalog::new`](super::Catalog::new) checks that it makes sense.
    ///
    /// `description` says what the scope allows and continues the sentence "a key may …".
    pub fn new(
        scope: Scope,
        level: PermissionLevel,
        description: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            scope,
            level,
            description: description.into(),
        }
    }

    /// The scope that an endpoint asks for.
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// How far it reaches.
    pub const fn level(&self) -> PermissionLevel {
        self.level
    }

    /// What it allows.
    pub fn description(&self) -> &str {
        &self.description
    }
}
