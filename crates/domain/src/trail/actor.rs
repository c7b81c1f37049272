//! Who did it.

use std::{fmt, str::FromStr};

use super::reference::{InvalidReference, canonical_id, split};
use crate::{KeyId, MemberId};

/// Who did what an entry of the audit trail records.
///
/// Its text form is stable: `member:<uuid>`, `key:<uuid>`, `operator`, `system`.
///
/// ```
/// use aiia_keys_domain::{Actor, KeyId};
///
/// let actor: Actor = "key:01890a5d-ac96-774b-bcce-b302099a8057".parse()?;
/// let id: KeyId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
/// assert_eq!(actor, Actor::Key(id));
/// assert_eq!(Actor::System.to_string(), "system");
/// # Ok::<(), aiia_keys_domain::InvalidReference>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
#[non_exhaustive]
pub enum Actor {
    /// A person who is a member of the organization.
    Member(MemberId),
    /// A program, by one of the organization's keys.
    Key(KeyId),
    /// Who runs the deployment, by its command line.
    Operator,
    /// The deployment itself, by a rule and not at anyone's request.
    System,
    /// A kind that this version does not know.
    ///
    /// A newer node of the same deployment may already write it,
    /// and a trail has to be listed and verified by the older ones as well.
    Other(OtherActor),
}

/// The text form of an [`Actor`] of a kind that this version does not know.
///
/// It is made only by parsing an [`Actor`], so it never spells a known one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherActor(String);

impl OtherActor {
    /// The text form: `kind`, or `kind:id`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => write!(f, "member:{id}"),
            Self::Key(id) => write!(f, "key:{id}"),
            Self::Operator => f.write_str("operator"),
            Self::System => f.write_str("system"),
            Self::Other(other) => f.write_str(&other.0),
        }
    }
}

/// Reads the text form, and nothing but its one canonical spelling.
impl FromStr for Actor {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        match split(text)? {
            ("member", Some(id)) => canonical_id(id).map(Self::Member),
            ("key", Some(id)) => canonical_id(id).map(Self::Key),
            ("operator", None) => Ok(Self::Operator),
            ("system", None) => Ok(Self::System),
            ("member" | "key" | "operator" | "system", _) => Err(InvalidReference::Id),
            _ => Ok(Self::Other(OtherActor(text.to_owned()))),
        }
    }
}

impl TryFrom<String> for Actor {
    type Error = InvalidReference;

    fn try_from(text: String) -> Result<Self, InvalidReference> {
        text.parse()
    }
}

impl From<Actor> for String {
    fn from(actor: Actor) -> Self {
        actor.to_string()
    }
}
