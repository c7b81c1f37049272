//! Typed ids: a key's id cannot be passed where an organization's is meant.

use std::{fmt, str::FromStr};

use uuid::Uuid;

/// A text is not an id: ids are UUIDs, such as `01890a5d-ac96-774b-bcce-b302099a8057`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: a UUID is expected, such as 01890a5d-ac96-774b-bcce-b302099a8057")
    }
}

impl std::error::Error for InvalidId {}

macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
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

            /// The 16 bytes of the UUID, big-endian, for hashing.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
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

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

typed_id! {
    /// Names one organization (tenant).
    ///
    /// ```
    /// use aiia_keys_domain::OrganizationId;
    ///
    /// let id: OrganizationId = "01890a5d-ac96-774b-bcce-b302099a8057".parse()?;
    /// assert_eq!(id.to_string(), "01890a5d-ac96-774b-bcce-b302099a8057");
    /// # Ok::<(), aiia_keys_domain::InvalidId>(())
    /// ```
    OrganizationId
}

typed_id! {
    /// Names one API key. It is not secret: it stands in lists, logs and the audit trail.
    KeyId
}

typed_id! {
    /// Names one member of one organization.
    MemberId
}

typed_id! {
    /// Names one session of a member. It is not the session's token.
    SessionId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_print_their_type_and_parse_back() {
        let id = KeyId::from_uuid(Uuid::from_u128(7));
        assert_eq!(
            format!("{id:?}"),
            "KeyId(00000000-0000-0000-0000-000000000007)"
        );
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.as_bytes()[15], 7);
        assert_eq!(KeyId::try_from(String::from(id)), Ok(id));
    }

    #[test]
    fn what_is_no_uuid_is_refused_with_an_example() {
        let refused = "key-7".parse::<MemberId>().unwrap_err();
        assert!(refused.to_string().contains("UUID"), "{refused}");
    }
}
