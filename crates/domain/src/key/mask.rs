//! What may be shown of a key.

use std::{fmt, str::FromStr};

/// `•••••` and the last four characters of a key: all of it that is ever stored or shown again.
///
/// The last four belong to the checksum and tell nothing about the random part by themselves.
///
/// ```
/// use aiia_keys_domain::KeyMask;
///
/// let mask: KeyMask = "f3Ka".parse()?;
/// assert_eq!(mask.to_string(), "•••••f3Ka");
/// assert_eq!(mask.last_four(), "f3Ka");
/// # Ok::<(), aiia_keys_domain::InvalidMask>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyMask([u8; 4]);

impl KeyMask {
    /// The mask of a key string, whose characters are all ASCII.
    pub(crate) fn of(key: &str) -> Self {
        Self(key.as_bytes().last_chunk().copied().unwrap_or([b'?'; 4]))
    }

    /// The last four characters, for storage.
    pub fn last_four(&self) -> &str {
        // ASCII by construction.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// From the stored last four characters: ASCII letters and digits.
impl FromStr for KeyMask {
    type Err = InvalidMask;

    fn from_str(last_four: &str) -> Result<Self, InvalidMask> {
        match <[u8; 4]>::try_from(last_four.as_bytes()) {
            Ok(bytes) if bytes.iter().all(u8::is_ascii_alphanumeric) => Ok(Self(bytes)),
            _ => Err(InvalidMask),
        }
    }
}

impl fmt::Display for KeyMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "•••••{}", self.last_four())
    }
}

impl fmt::Debug for KeyMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyMask({self})")
    }
}

/// A text is not the last four characters of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidMask;

impl fmt::Display for InvalidMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a mask: the last four characters of a key are expected, letters or digits")
    }
}

impl std::error::Error for InvalidMask {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_letters_or_digits_are_a_mask() {
        assert!("aZ09".parse::<KeyMask>().is_ok());
        for text in ["", "abc", "abcde", "ab_c", "äbc", "a b1"] {
            assert_eq!(text.parse::<KeyMask>(), Err(InvalidMask), "{text}");
        }
        assert!(InvalidMask.to_string().contains("four"));
    }
}
