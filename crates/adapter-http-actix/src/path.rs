//! Ids in paths.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use aiia_keys_assurance::{
    ActionPlanId, ConnectorId, ConnectorRunId, EntityId, EvidenceId, FindingId, TestProcedureId,
};
use aiia_keys_domain::{InvalidId, KeyId, MemberId};
use uuid::Uuid;

use crate::problem::Problem;

macro_rules! id_path {
    ($($(#[$doc:meta])* $name:ident = $id:ident at $place:literal;)*) => {
        $($(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name(pub(crate) $id);

        impl FromRequest for $name {
            type Error = Problem;
            type Future = Ready<Result<Self, Problem>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                ready(id(request, $place).map(|uuid| Self($id::from_uuid(uuid))))
            }
        })*
    };
}

id_path! {
    /// The id of a key, as it stands in the path.
    KeyPath = KeyId at "id";
    /// The id of a member, as it stands in the path.
    MemberPath = MemberId at "id";
    /// The id of an entity, as it stands in the path.
    EntityPath = EntityId at "id";
    /// The id of a finding, as it stands in the path.
    FindingPath = FindingId at "id";
    /// The id of an action plan, as it stands in the path.
    ActionPlanPath = ActionPlanId at "id";
    /// The id of a test procedure, as it stands in the path.
    TestProcedurePath = TestProcedureId at "id";
    /// The id of a file of evidence, as it stands in the path.
    EvidencePath = EvidenceId at "id";
    /// The id of a connector, as it stands in the path.
    ConnectorPath = ConnectorId at "id";
    /// The id of a run of a connector, as it stands in the path.
    ConnectorRunPath = ConnectorRunId at "run";
}

fn id(request: &HttpRequest, place: &'static str) -> Result<Uuid, Problem> {
    let id = request.match_info().get(place).unwrap_or_default();
    uuid(id).map_err(|error| Problem::parameter(place, format!("{place}: {error}")))
}

/// A UUID with hyphens. The other spellings that exist would give one thing several addresses.
pub(crate) fn uuid(text: &str) -> Result<Uuid, InvalidId> {
    if text.len() == 36 {
        Uuid::try_parse(text).map_err(|_| InvalidId)
    } else {
        Err(InvalidId)
    }
}
