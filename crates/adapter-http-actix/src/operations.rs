//! The table of operations: who may call what.

use aiia_keys_domain::Permission;

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everybody.
    Open,
    /// Whoever presents a key that is accepted.
    Known,
    /// Whoever presents a key, accepted or not any more.
    Holder,
    /// Who has this permission.
    May(Permission),
}

/// One operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
}

const fn operation(method: &'static str, path: &'static str, access: Access) -> Operation {
    Operation {
        method,
        path,
        access,
    }
}

/// All of them, in the order of the reference.
pub(crate) const OPERATIONS: &[Operation] = {
    use Access::{Holder, Known, May, Open};
    use Permission::{
        ManageKeys, ManagePolicy, ReadFindings, ReadKeys, ReadPolicy, ReadTrail, ReadUniverse,
        WriteFindings,
    };
    &[
        operation("POST", "/api/v1/keys", May(ManageKeys)),
        operation("GET", "/api/v1/keys", May(ReadKeys)),
        operation("GET", "/api/v1/keys/{id}", May(ReadKeys)),
        operation("PATCH", "/api/v1/keys/{id}", May(ManageKeys)),
        operation("POST", "/api/v1/keys/{id}/rotate", May(ManageKeys)),
        operation("POST", "/api/v1/keys/{id}/revoke", May(ManageKeys)),
        operation("GET", "/api/v1/scopes", May(ReadKeys)),
        operation("GET", "/api/v1/trail", May(ReadTrail)),
        operation("GET", "/api/v1/organization", May(ReadPolicy)),
        operation("PATCH", "/api/v1/organization", May(ManagePolicy)),
        operation("GET", "/api/v1/self", Known),
        operation("POST", "/api/v1/self/revoke", Holder),
        operation("GET", "/auth", Known),
        operation("POST", "/api/v1/verify", May(ManageKeys)),
        operation("GET", "/api/v1/entities", May(ReadUniverse)),
        operation("GET", "/api/v1/entities/{id}", May(ReadUniverse)),
        operation("GET", "/api/v1/hierarchy", May(ReadUniverse)),
        operation("GET", "/api/v1/findings", May(ReadFindings)),
        operation("POST", "/api/v1/findings", May(WriteFindings)),
        operation("GET", "/api/v1/findings/{id}", May(ReadFindings)),
        operation("PATCH", "/api/v1/findings/{id}", May(WriteFindings)),
        operation(
            "POST",
            "/api/v1/findings/{id}/recommendations",
            May(WriteFindings),
        ),
        operation(
            "POST",
            "/api/v1/findings/{id}/action-plans",
            May(WriteFindings),
        ),
        operation("GET", "/api/v1/action-plans", May(ReadFindings)),
        operation("GET", "/api/v1/action-plans/{id}", May(ReadFindings)),
        operation("PATCH", "/api/v1/action-plans/{id}", May(WriteFindings)),
        operation("GET", "/api/v1/action-plans/{id}/log", May(ReadFindings)),
        operation("GET", "/health/live", Open),
        operation("GET", "/health/ready", Open),
        operation("GET", "/.well-known/security.txt", Open),
        operation("GET", "/.well-known/api-key-format.json", Open),
    ]
};

impl Access {
    /// Its name in the API's description.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Known => "known",
            Self::Holder => "holder",
            Self::May(Permission::ReadKeys) => "read_keys",
            Self::May(Permission::ManageKeys) => "manage_keys",
            Self::May(Permission::ReadTrail) => "read_trail",
            Self::May(Permission::ReadPolicy) => "read_policy",
            Self::May(Permission::ManagePolicy) => "manage_policy",
            Self::May(Permission::ReadMembers) => "read_members",
            Self::May(Permission::ManageMembers) => "manage_members",
            Self::May(Permission::ReadUniverse) => "read_universe",
            Self::May(Permission::ReadFindings) => "read_findings",
            Self::May(Permission::WriteFindings) => "write_findings",
            Self::May(Permission::WriteEvidence) => "write_evidence",
            Self::May(Permission::Sync) => "sync",
        }
    }
}
