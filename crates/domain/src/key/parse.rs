//! Why a text is not a key of this deployment.

use std::fmt;

use crate::Environment;

/// A text is not a key of this deployment. No variant holds any part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseKeyError {
    /// It does not begin as keys of this deployment do.
    Prefix {
        /// What they begin with.
        expected: Box<str>,
    },
    /// It begins as a key of the other environment.
    OtherEnvironment {
        /// The environment whose keys are accepted here.
        accepted: Environment,
    },
    /// It is too short or too long: often a key that was not copied whole.
    Length {
        /// Characters that a key has.
        expected: usize,
        /// Bytes that were presented.
        found: usize,
    },
    /// It has a character that no key has: keys are ASCII letters, digits and underscores.
    Character,
    /// Its checksum does not fit: a typing or copying mistake, or not a real key.
    Checksum,
}

impl fmt::Display for ParseKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prefix { expected } => {
                write!(f, "not an API key: keys begin with `{expected}`")
            }
            Self::OtherEnvironment { accepted } => {
                let other = accepted.other();
                write!(f, "this is a {other} key, and only {accepted} keys are accepted here")
            }
            Self::Length { expected, found } => {
                write!(f, "the API key has {found} characters instead of {expected}: copy it whole")
            }
            Self::Character => f.write_str(
                "the API key has a character that no key has: only letters, digits and underscores occur",
            ),
            Self::Checksum => {
                f.write_str("the API key's checksum does not fit: it was mistyped or changed")
            }
        }
    }
}

impl std::error::Error for ParseKeyError {}
