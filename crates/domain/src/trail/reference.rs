//! The text form that actors and subjects share: `kind`, or `kind:id`.

use std::{fmt, str::FromStr};

const MAX_KIND: usize = 32;
/// Room for a UUID (36), too short for the 44 characters of a key's random part.
const MAX_ID: usize = 40;

/// A text names no actor or no subject of the audit trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidReference {
    /// It is not `kind` or `kind:id`, with a kind of `[a-z][a-z_]*` and at most 32 bytes,
    /// and an id of 1 to 40 visible ASCII characters.
    Form,
    /// The kind is a known one, and what follows it is not what it takes:
    /// a UUID in lower case with hyphens, or nothing.
    Id,
}

impl fmt::Display for InvalidReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => {
                "neither `kind` nor `kind:id`: a kind is at most 32 lower-case letters and \
                 underscores, an id 1 to 40 visible ASCII characters"
            }
            Self::Id => {
                "a known kind with an id that it does not take: `key`, `member` and `session` are \
                 followed by `:` and a UUID in lower case with hyphens, the other kinds by nothing"
            }
        })
    }
}

impl std::error::Error for InvalidReference {}

/// The kind and the id of a text whose form is right, whether or not the kind is known.
pub(super) fn split(text: &str) -> Result<(&str, Option<&str>), InvalidReference> {
    let (kind, id) = match text.split_once(':') {
        Some((kind, id)) => (kind, Some(id)),
        None => (text, None),
    };
    let kind_fits = kind.len() <= MAX_KIND && is_word(kind.as_bytes());
    let id_fits = id.is_none_or(|id| {
        (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
    });
    if kind_fits && id_fits {
        Ok((kind, id))
    } else {
        Err(InvalidReference::Form)
    }
}

/// The id in its one canonical spelling: what is hashed must print as it was read.
pub(super) fn canonical_id<T: FromStr + fmt::Display>(text: &str) -> Result<T, InvalidReference> {
    match text.parse::<T>() {
        Ok(id) if id.to_string() == text => Ok(id),
        _ => Err(InvalidReference::Id),
    }
}

/// `[a-z][a-z_]*`
pub(super) const fn is_word(bytes: &[u8]) -> bool {
    if bytes.is_empty() || !bytes[0].is_ascii_lowercase() {
        return false;
    }
    let mut at = 1;
    while at < bytes.len() {
        if !bytes[at].is_ascii_lowercase() && bytes[at] != b'_' {
            return false;
        }
        at += 1;
    }
    true
}
