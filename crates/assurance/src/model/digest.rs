//! Digests of content.

use std::{fmt, str::FromStr};

/// The BLAKE3 digest of a file's content; 64 hexadecimal digits as text.
///
/// ```
/// use aiia_keys_assurance::ContentDigest;
///
/// let digest: ContentDigest = "AF1349B9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262".parse()?;
/// assert_eq!(digest, ContentDigest::of(b""));
/// # Ok::<(), aiia_keys_assurance::InvalidContentDigest>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentDigest([u8; 32]);

impl ContentDigest {
    /// The digest of a content that is at hand as a whole.
    pub fn of(content: &[u8]) -> Self {
        Self(*blake3::hash(content).as_bytes())
    }

    /// A digest that was computed elsewhere.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, for storage.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentDigest({self})")
    }
}

impl FromStr for ContentDigest {
    type Err = InvalidContentDigest;

    fn from_str(text: &str) -> Result<Self, InvalidContentDigest> {
        let digits = text.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return Err(InvalidContentDigest);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let value = |digit: u8| char::from(digit).to_digit(16);
            let (Some(high), Some(low)) = (value(pair[0]), value(pair[1])) else {
                return Err(InvalidContentDigest);
            };
            *byte = u8::try_from(high << 4 | low).map_err(|_| InvalidContentDigest)?;
        }
        Ok(Self(bytes))
    }
}

/// A text is no digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("digest is malformed: the BLAKE3 digest of the file is expected as 64 hexadecimal digits")]
pub struct InvalidContentDigest;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_read_in_either_case_and_printed_in_lower_case() {
        let text = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        for spelling in [text.to_owned(), text.to_uppercase()] {
            let digest: ContentDigest = spelling.parse().unwrap();
            assert_eq!(
                (digest.to_string(), digest),
                (text.to_owned(), ContentDigest::of(b""))
            );
        }
    }

    #[test]
    fn what_is_no_digest_is_refused_with_what_is_expected() {
        let short = "a".repeat(63);
        let signed = format!("+1{}", "0".repeat(62));
        for text in ["", &short, &format!("{short}g"), &signed, &"ä".repeat(32)] {
            assert_eq!(
                text.parse::<ContentDigest>(),
                Err(InvalidContentDigest),
                "{text}"
            );
        }
        assert!(
            InvalidContentDigest
                .to_string()
                .contains("64 hexadecimal digits")
        );
    }
}
