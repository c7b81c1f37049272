//! What it was done to.

use std::{fmt, str::FromStr};

use super::reference::{InvalidReference, canonical_id, split};
use crate::{KeyId, MemberId, SessionId};

/// What an entry of the audit trail is about.
///
/// Its text form is stable: `organization`, `key:<uuid>`, `member:<uuid>`, `session:<uuid>`.
/// A team that embeds this crate names subjects of its own by parsing their text form.
///
/// ```
/// use aiia_keys_domain::Subject;
///
/// let own: Subject = "report:2026-04".parse()?;
/// assert!(matches!(&own, Subject::Other(other) if other.as_str() == "report:2026-04"));
/// assert_eq!("organization".parse(), Ok(Subject::Organization));
/// assert!("key:7".parse::<Subject>().is_err(), "a known kind takes its own ids only");
/// # Ok::<(), aiia_keys_domain::InvalidReference>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
#[non_exhaustive]
pub enum Subject {
    /// The organization itself and its policy.
    Organization,
    /// A key of the organization.
    Key(KeyId),
    /// A member of the organization.
    Member(MemberId),
    /// A session of a member.
    Session(SessionId),
    /// A kind that this version does not know, kept as it was written.
    ///
    /// A trail with newer subjects is then still listed, exported and verified,
    /// because the hash covers the text form and not what it means.
    Other(OtherSubject),
}

/// The text form of a [`Subject`] of a kind that this version does not know.
///
/// It is made only by parsing a [`Subject`], so it never spells a known one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherSubject(String);

impl OtherSubject {
    /// The text form: `kind`, or `kind:id`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization => f.write_str("organization"),
            Self::Key(id) => write!(f, "key:{id}"),
            Self::Member(id) => write!(f, "member:{id}"),
            Self::Session(id) => write!(f, "session:{id}"),
            Self::Other(other) => f.write_str(&other.0),
        }
    }
}

/// Reads the text form, and nothing but its one canonical spelling.
impl FromStr for Subject {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        match split(text)? {
            ("organization", None) => Ok(Self::Organization),
            ("key", Some(id)) => canonical_id(id).map(Self::Key),
            ("member", Some(id)) => canonical_id(id).map(Self::Member),
            ("session", Some(id)) => canonical_id(id).map(Self::Session),
            ("organization" | "key" | "member" | "session", _) => Err(InvalidReference::Id),
            _ => Ok(Self::Other(OtherSubject(text.to_owned()))),
        }
    }
}

impl TryFrom<String> for Subject {
    type Error = InvalidReference;

    fn try_from(text: String) -> Result<Self, InvalidReference> {
        text.parse()
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.to_string()
    }
}
