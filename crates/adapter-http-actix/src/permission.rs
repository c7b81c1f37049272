//! Permissions as types, so that they stand in a handler's signature.

use aiia_keys_domain::Permission;

/// What a caller must be allowed to do before a handler runs.
pub(crate) trait Requirement: 'static {
    /// Who can be such a caller at all.
    const CALLERS: Callers;
    /// The permission; none when any of these callers will do.
    const PERMISSION: Option<Permission>;
    /// Whether the answer is JSON, which the client must take then.
    const ANSWERS_JSON: bool = true;
}

/// Who an operation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Callers {
    /// Programs with a key, and people with a session.
    All,
    /// Programs: it is about the key that is presented.
    Keys,
    /// People: it is about who is signed in.
    People,
}

macro_rules! requirement {
    ($($(#[$doc:meta])* $name:ident = $callers:ident, $permission:expr;)*) => {
        $($(#[$doc])* #[derive(Debug)] pub(crate) enum $name {}
        impl Requirement for $name {
            const CALLERS: Callers = Callers::$callers;
            const PERMISSION: Option<Permission> = $permission;
        })*
    };
}

requirement! {
    /// Whoever presents a key that is accepted, whatever its scopes.
    Known = Keys, None;
    /// Whoever is signed in, whatever their role.
    SignedIn = People, None;
    /// See keys.
    ReadKeys = All, Some(Permission::ReadKeys);
    /// Generate, change, rotate and revoke keys.
    ManageKeys = All, Some(Permission::ManageKeys);
    /// See the audit trail.
    ReadTrail = All, Some(Permission::ReadTrail);
    /// See the organization's policy.
    ReadPolicy = All, Some(Permission::ReadPolicy);
    /// Change the organization's policy.
    ManagePolicy = All, Some(Permission::ManagePolicy);
    /// See who the members are.
    ReadMembers = All, Some(Permission::ReadMembers);
    /// Add and remove members and change their roles.
    ManageMembers = All, Some(Permission::ManageMembers);
    /// See entities and their hierarchy.
    ReadUniverse = All, Some(Permission::ReadUniverse);
    /// See findings, recommendations, action plans and their logs.
    ReadFindings = All, Some(Permission::ReadFindings);
    /// Write findings, recommendations and action plans.
    WriteFindings = All, Some(Permission::WriteFindings);
    /// Replace the organization's structure.
    Sync = All, Some(Permission::Sync);
    /// Upload evidence and attach it.
    WriteEvidence = All, Some(Permission::WriteEvidence);
    /// See what is known about evidence.
    ReadEvidence = All, Some(Permission::ReadEvidence);
}

/// See what evidence holds.
#[derive(Debug)]
pub(crate) enum ReadEvidenceContent {}

impl Requirement for ReadEvidenceContent {
    const CALLERS: Callers = ReadEvidence::CALLERS;
    const PERMISSION: Option<Permission> = ReadEvidence::PERMISSION;
    const ANSWERS_JSON: bool = false;
}
