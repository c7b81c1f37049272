//! What callers may be allowed to do, and by which role or scope.

use crate::{Action, Resource, ResourceName, Role, Scope};

const KEYS: ResourceName = ResourceName::from_static("keys").unwrap();
const UNIVERSE: ResourceName = ResourceName::from_static("universe").unwrap();
const FINDINGS: ResourceName = ResourceName::from_static("findings").unwrap();
const EVIDENCE: ResourceName = ResourceName::from_static("evidence").unwrap();
const SYNC: ResourceName = ResourceName::from_static("sync").unwrap();
static ADMIN_KEYS: Scope = Scope::new(Action::Admin, Resource::Named(KEYS));
static READ_UNIVERSE: Scope = Scope::new(Action::Read, Resource::Named(UNIVERSE));
static READ_FINDINGS: Scope = Scope::new(Action::Read, Resource::Named(FINDINGS));
static WRITE_FINDINGS: Scope = Scope::new(Action::Write, Resource::Named(FINDINGS));
static WRITE_EVIDENCE: Scope = Scope::new(Action::Write, Resource::Named(EVIDENCE));
static ADMIN_SYNC: Scope = Scope::new(Action::Admin, Resource::Named(SYNC));

/// One thing that a caller may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See keys, masked, and how they are used.
    ReadKeys,
    /// Generate, rename, narrow, rotate and revoke keys.
    ManageKeys,
    /// See the audit trail.
    ReadTrail,
    /// See the organization's policy.
    ReadPolicy,
    /// Change the organization's policy.
    ManagePolicy,
    /// See who the members are.
    ReadMembers,
    /// Add and remove members and change their roles.
    ManageMembers,
    /// See entities and their hierarchy.
    ReadUniverse,
    /// See findings, recommendations, action plans and their logs.
    ReadFindings,
    /// Write findings, recommendations and action plans, and move them on.
    WriteFindings,
    /// Upload evidence and attach it to test procedures.
    WriteEvidence,
    /// See evidence and what it holds.
    ReadEvidence,
    /// Replace the organization's structure, and run the connectors that do.
    Sync,
}

impl Permission {
    /// Everything that can be allowed.
    pub const ALL: [Self; 13] = [
        Self::ReadKeys,
        Self::ManageKeys,
        Self::ReadTrail,
        Self::ReadPolicy,
        Self::ManagePolicy,
        Self::ReadMembers,
        Self::ManageMembers,
        Self::ReadUniverse,
        Self::ReadFindings,
        Self::WriteFindings,
        Self::WriteEvidence,
        Self::ReadEvidence,
        Self::Sync,
    ];

    /// Its stable name, such as `read_keys`, for interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadKeys => "read_keys",
            Self::ManageKeys => "manage_keys",
            Self::ReadTrail => "read_trail",
            Self::ReadPolicy => "read_policy",
            Self::ManagePolicy => "manage_policy",
            Self::ReadMembers => "read_members",
            Self::ManageMembers => "manage_members",
            Self::ReadUniverse => "read_universe",
            Self::ReadFindings => "read_findings",
            Self::WriteFindings => "write_findings",
            Self::WriteEvidence => "write_evidence",
            Self::ReadEvidence => "read_evidence",
            Self::Sync => "sync",
        }
    }

    /// The scope by which a key may do it; none where only people may.
    ///
    /// ```
    /// use aiia_keys_domain::Permission;
    ///
    /// let scope = Permission::ReadFindings.scope().expect("keys may");
    /// assert_eq!(scope.to_string(), "read:findings");
    /// assert_eq!(Permission::ManageMembers.scope(), None);
    /// ```
    pub fn scope(self) -> Option<&'static Scope> {
        match self {
            Self::ReadKeys | Self::ManageKeys | Self::ReadTrail | Self::ReadPolicy => {
                Some(&ADMIN_KEYS)
            }
            // Writing evidence is write-only: no scope, not even the highest, lets a key read it.
            Self::ManagePolicy | Self::ReadMembers | Self::ManageMembers | Self::ReadEvidence => {
                None
            }
            Self::ReadUniverse => Some(&READ_UNIVERSE),
            Self::ReadFindings => Some(&READ_FINDINGS),
            Self::WriteFindings => Some(&WRITE_FINDINGS),
            Self::WriteEvidence => Some(&WRITE_EVIDENCE),
            Self::Sync => Some(&ADMIN_SYNC),
        }
    }

    /// The least of the roles whose members may do it.
    pub fn least_role(self) -> Role {
        Role::ALL
            .into_iter()
            .rev()
            .find(|role| role.may(self))
            .unwrap_or(Role::Owner)
    }
}
