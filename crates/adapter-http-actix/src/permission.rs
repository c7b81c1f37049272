//! Permissions as types, so that they stand in a handler's signature.

use aiia_keys_domain::Permission;

/// What a caller must be allowed to do before a handler runs.
pub(crate) trait Requirement: 'static {
    /// The permission; none when any caller will do who is known.
    const PERMISSION: Option<Permission>;
}

macro_rules! requirement {
    ($($(#[$doc:meta])* $name:ident = $permission:expr;)*) => {
        $($(#[$doc])* #[derive(Debug)] pub(crate) enum $name {}
        impl Requirement for $name {
            const PERMISSION: Option<Permission> = $permission;
        })*
    };
}

requirement! {
    /// Whoever presents a key that is accepted, whatever its scopes.
    Known = None;
    /// See keys.
    ReadKeys = Some(Permission::ReadKeys);
    /// Generate, change, rotate and revoke keys.
    ManageKeys = Some(Permission::ManageKeys);
    /// See the audit trail.
    ReadTrail = Some(Permission::ReadTrail);
    /// See the organization's policy.
    ReadPolicy = Some(Permission::ReadPolicy);
    /// Change the organization's policy.
    ManagePolicy = Some(Permission::ManagePolicy);
    /// See entities and their hierarchy.
    ReadUniverse = Some(Permission::ReadUniverse);
    /// See findings, recommendations, action plans and their logs.
    ReadFindings = Some(Permission::ReadFindings);
    /// Write findings, recommendations and action plans.
    WriteFindings = Some(Permission::WriteFindings);
}
