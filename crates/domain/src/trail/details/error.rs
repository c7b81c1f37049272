//! Why details are refused.

use std::fmt;

/// Details of an entry are refused. The value itself is never part of the error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DetailsError {
    /// A name is not `[a-z][a-z0-9_]*` of at most 64 bytes.
    Name,
    /// A name is there twice.
    Repeated {
        /// The name.
        name: String,
    },
    /// There are more than 32.
    TooMany,
    /// A value is longer than 8192 bytes.
    TooLong {
        /// The value's name.
        name: String,
        /// The value's length in bytes.
        length: usize,
    },
    /// A value holds a control character.
    ControlCharacter {
        /// The value's name.
        name: String,
    },
    /// A value holds what may be a key string.
    MayHoldKey {
        /// The value's name.
        name: String,
    },
}

impl fmt::Display for DetailsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str(
                "a detail's name is refused: a lower-case letter, then lower-case letters, digits \
                 and underscores are expected, at most 64 bytes",
            ),
            Self::Repeated { name } => write!(f, "the detail `{name}` is there twice"),
            Self::TooMany => f.write_str("there are more than 32 details; at most 32 are allowed"),
            Self::TooLong { name, length } => {
                write!(
                    f,
                    "the detail `{name}` is {length} bytes long; at most 8192 are allowed"
                )
            }
            Self::ControlCharacter { name } => {
                write!(
                    f,
                    "the detail `{name}` holds a control character; none is allowed"
                )
            }
            Self::MayHoldKey { name } => write!(
                f,
                "the detail `{name}` may hold a key: it has 44 or more letters and digits in a row; \
                 only digests in lower-case hexadecimal may be that long"
            ),
        }
    }
}

impl std::error::Error for DetailsError {}
