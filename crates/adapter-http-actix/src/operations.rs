//! The table of operations: who may call what.

use aiia_keys_domain::Permission;

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everybody.
    Open,
    /// Whoever presents a key that is accepted; no person.
    Known,
    /// Whoever presents a key, accepted or not any more.
    Holder,
    /// Whoever is signed in.
    SignedIn,
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
    use Access::{Holder, Known, May, Open, SignedIn};
    use Permission::{
        ManageKeys, ManageMembers, ManagePolicy, ReadEvidence, ReadFindings, ReadKeys, ReadMembers,
        ReadPolicy, ReadTrail, ReadUniverse, Sync, WriteEvidence, WriteFindings,
    };
    &[
        operation("POST", "/api/v1/keys", May(ManageKeys)),
        operation("GET", "/api/v1/keys", May(ReadKeys)),
        operation("GET", "/api/v1/keys/{id}", May(ReadKeys)),
        operation("PATCH", "/api/v1/keys/{id}", May(ManageKeys)),
        operation("POST", "/api/v1/keys/{id}/rotate", May(ManageKeys)),
        operation("POST", "/api/v1/keys/{id}/revoke", May(ManageKeys)),
        operation("GET", "/api/v1/keys/{id}/usage", May(ReadKeys)),
        operation("GET", "/api/v1/scopes", May(ReadKeys)),
        operation("GET", "/api/v1/trail", May(ReadTrail)),
        operation("GET", "/api/v1/organization", May(ReadPolicy)),
        operation("PATCH", "/api/v1/organization", May(ManagePolicy)),
        operation("GET", "/api/v1/members", May(ReadMembers)),
        operation("POST", "/api/v1/members", May(ManageMembers)),
        operation("GET", "/api/v1/members/{id}", May(ReadMembers)),
        operation("PATCH", "/api/v1/members/{id}", May(ManageMembers)),
        operation("DELETE", "/api/v1/members/{id}", May(ManageMembers)),
        operation("POST", "/api/v1/members/{id}/invite", May(ManageMembers)),
        operation("POST", "/api/v1/members/{id}/sign-out", SignedIn),
        operation("POST", "/api/v1/invitation/accept", Open),
        operation("POST", "/api/v1/setup", Open),
        operation("POST", "/api/v1/session", Open),
        operation("GET", "/api/v1/session", SignedIn),
        operation("DELETE", "/api/v1/session", SignedIn),
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
        operation("PUT", "/api/v1/sync/organization", May(Sync)),
        operation("GET", "/api/v1/connectors", May(Sync)),
        operation("POST", "/api/v1/connectors", May(Sync)),
        operation("GET", "/api/v1/connectors/{id}", May(Sync)),
        operation("PATCH", "/api/v1/connectors/{id}", May(Sync)),
        operation("DELETE", "/api/v1/connectors/{id}", May(Sync)),
        operation("POST", "/api/v1/connectors/{id}/refresh", May(Sync)),
        operation("GET", "/api/v1/connectors/{id}/runs", May(Sync)),
        operation("GET", "/api/v1/connectors/{id}/runs/{run}", May(Sync)),
        operation("GET", "/api/v1/test-procedures", May(ReadFindings)),
        operation("POST", "/api/v1/test-procedures", May(WriteFindings)),
        operation("GET", "/api/v1/test-procedures/{id}", May(ReadFindings)),
        operation(
            "POST",
            "/api/v1/test-procedures/{id}/evidence",
            May(WriteEvidence),
        ),
        operation("POST", "/api/v1/evidence", May(WriteEvidence)),
        operation("GET", "/api/v1/evidence", May(ReadEvidence)),
        operation("GET", "/api/v1/evidence/{id}", May(ReadEvidence)),
        operation("GET", "/api/v1/evidence/{id}/content", May(ReadEvidence)),
        operation("GET", "/health/live", Open),
        operation("GET", "/health/ready", Open),
        operation("GET", "/.well-known/security.txt", Open),
        operation("GET", "/.well-known/api-key-format.json", Open),
    ]
};

impl Access {
    /// Whether a key will do.
    pub(crate) fn is_for_keys(self) -> bool {
        match self {
            Self::Open | Self::SignedIn => false,
            Self::Known | Self::Holder => true,
            Self::May(permission) => permission.scope().is_some(),
        }
    }

    /// Whether a session will do.
    pub(crate) const fn is_for_people(self) -> bool {
        matches!(self, Self::SignedIn | Self::May(_))
    }

    /// Its name in the API's description.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Known => "known",
            Self::Holder => "holder",
            Self::SignedIn => "signed_in",
            Self::May(permission) => permission.as_str(),
        }
    }
}
