//! Ids in paths.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use aiia_keys_assurance::{ActionPlanId, EntityId, EvidenceId, FindingId, TestProcedureId};
use aiia_keys_domain::{InvalidId, KeyId, MemberId};
use uuid::Uuid;

use crate::problem::Problem;

macro_rules! id_path {
    ($($(#[$doc:meta])* $name:ident = $id:ident;)*) => {
        $($(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name(pub(crate) $id);

        impl FromRequest for $name {
            type Error = Problem;
            type Future = Ready<Result<Self, Problem>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                ready(id(request).map(|uuid| Self($id::from_uuid(uuid))))
            }
        })*
    };
}

id_path! {
    /// The id of a key, as it stands in the path.
    KeyPath = KeyId;
    /// The id of a member, as it stands in the path.
    MemberPath = MemberId;
    /// The id of an entity, as it stands in the path.
    EntityPath = EntityId;
    /// The id of a finding, as it stands in the path.
    FindingPath = FindingId;
    /// The id of an action plan, as it stands in the path.
    ActionPlanPath = ActionPlanId;
    /// The id of a test procedure, as it stands in the path.
    TestProcedurePath = TestProcedureId;
    /// The id of a file of evidence, as it stands in the path.
    EvidencePath = EvidenceId;
}

fn id(request: &HttpRequest) -> Result<Uuid, Problem> {
    let id = request.match_info().get("id").unwrap_or_default();
    uuid(id).map_err(|error| Problem::parameter("id", format!("id: {error}")))
}

/// A UUID with hyphens. The other spellings that exist would give one thing several addresses.
pub(crate) fn uuid(text: &str) -> Result<Uuid, InvalidId> {
    if text.len() == 36 {
        Uuid::try_parse(text).map_err(|_| InvalidId)
    } else {
        Err(InvalidId)
    }
}
