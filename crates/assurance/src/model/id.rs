//! Typed ids: a finding's id cannot be passed where an entity's is meant.

use std::{fmt, str::FromStr};

use aiia_keys_domain::InvalidId;
use uuid::Uuid;

macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Gives a UUID its meaning.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID, for storage.
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.as_hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }
    };
}

typed_id! {
    /// Names one auditable entity of one organization.
    EntityId
}

typed_id! {
    /// Names one finding of one organization.
    FindingId
}

typed_id! {
    /// Names one recommendation on a finding.
    RecommendationId
}

typed_id! {
    /// Names one action plan on a finding.
    ActionPlanId
}

typed_id! {
    /// Names one test procedure of one organization.
    TestProcedureId
}

typed_id! {
    /// Names one file of evidence of one organization.
    EvidenceId
}

typed_id! {
    /// Names one connector of one organization.
    ConnectorId
}

typed_id! {
    /// Names one run of a connector.
    ConnectorRunId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_print_their_type_and_parse_back() {
        let id = FindingId::from_uuid(Uuid::from_u128(7));
        assert_eq!(
            format!("{id:?}"),
            "FindingId(00000000-0000-0000-0000-000000000007)"
        );
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn what_is_no_uuid_is_refused_with_an_example() {
        let refused = "finding-7".parse::<FindingId>().unwrap_err();
        assert!(refused.to_string().contains("UUID"), "{refused}");
    }
}
