//! What members may do, by their role.

use std::{fmt, str::FromStr};

use crate::{Action, Catalog, Permission, Resource, Scope, ScopeSet};

/// What a member may do in their organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything, including members, the organization's policy, and writing to its universe, findings and evidence.
    Owner,
    /// Generates, rotates, revokes and sees keys, and sees the trail, the universe, findings and evidence.
    Administrator,
    /// Sees keys (masked), the trail, the universe, findings and evidence.
    Auditor,
}

impl Role {
    /// All roles, from the one that may most to the one that may least.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Administrator, Self::Auditor];

    /// `owner`, `administrator` or `auditor`, for storage and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }

    /// Whether a member with this role may do that.
    pub const fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::ReadKeys
            | Permission::ReadTrail
            | Permission::ReadPolicy
            | Permission::ReadMembers
            | Permission::ReadUniverse
            | Permission::ReadFindings
            | Permission::ReadEvidence => true,
            Permission::ManageKeys => matches!(self, Self::Owner | Self::Administrator),
            Permission::ManagePolicy
            | Permission::ManageMembers
            | Permission::WriteFindings
            | Permission::WriteEvidence
            | Permission::Sync => matches!(self, Self::Owner),
        }
    }

    /// The most that a member with this role may put into a key: nobody hands out more than they hold.
    ///
    /// An owner may hand out everything, what will be added to the API included.
    /// An administrator may hand out reading and writing of everything, and each administrative
    /// scope of the catalogue by name; a wildcard over administration is the owner's to give,
    /// since it would reach further than the administrator does.
    pub fn ceiling(self, catalog: &Catalog) -> ScopeSet {
        match self {
            Self::Owner => ScopeSet::top(),
            Self::Administrator => catalog
                .entries()
                .map(|entry| entry.scope().clone())
                .chain(
                    [Action::Read, Action::Write].map(|action| Scope::new(action, Resource::Any)),
                )
                .collect(),
            Self::Auditor => ScopeSet::empty(),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRole;

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such role: `owner`, `administrator` or `auditor` is expected")
    }
}

impl std::error::Error for UnknownRole {}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(UnknownRole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_parse_from_what_they_print() {
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        assert_eq!("root".parse::<Role>(), Err(UnknownRole));
        assert!(UnknownRole.to_string().contains("`auditor`"));
    }

    #[test]
    fn what_each_role_may_hand_out() {
        let ceiling = |role: Role| role.ceiling(&Catalog::aiia()).to_string();
        assert_eq!(ceiling(Role::Owner), "admin:*");
        assert_eq!(
            ceiling(Role::Administrator),
            "read:* write:* admin:keys admin:sync"
        );
        assert_eq!(ceiling(Role::Auditor), "");
    }
}
