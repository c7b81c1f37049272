//! The written form of a key: made from random bytes, recognised without a database.

use std::fmt;

use zeroize::Zeroizing;

use crate::{
    Environment,
    key::{
        parse::ParseKeyError,
        string::{KeyString, PresentedKey},
    },
};

/// Base62 digits of one half of the random part: 62^22 > 2^128.
const HALF_DIGITS: usize = 22;
/// Base62 digits of the random part.
const RANDOM_DIGITS: usize = 2 * HALF_DIGITS;
/// Base62 digits of the checksum: 62^6 > 2^32.
const CHECKSUM_DIGITS: usize = 6;
/// `u128::MAX` in base62: the digits stand in ASCII order, so texts of equal length compare as their numbers do.
const LARGEST_HALF: &[u8; HALF_DIGITS] = b"7n42DGM5Tflk9n8mt7Fhc7";

/// How the keys of one deployment are written: `<prefix>_<environment>_<44 random><6 checksum>`.
///
/// The random part is 32 bytes as two big-endian 128-bit numbers, each as 22 base62 digits
/// (`0-9A-Za-z`), zero-padded; the checksum is the CRC-32 (ISO-HDLC) of everything before it.
/// It tells a real key from a look-alike offline and is not a security check.
///
/// ```
/// use aiia_keys_domain::{Environment, KeyFormat};
///
/// let format = KeyFormat::new("acme_key", Environment::Test)?;
/// let key = format.generate([7; 32]); // in a service: 32 bytes of the system's randomness
/// assert!(key.expose().starts_with("acme_key_test_"));
/// assert!(format.parse(key.expose()).is_ok());
///
/// let live = KeyFormat::new("acme_key", Environment::Live)?;
/// assert!(live.parse(key.expose()).is_err(), "a key of the other environment");
/// # Ok::<(), aiia_keys_domain::InvalidPrefix>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct KeyFormat {
    environment: Environment,
    head: Box<str>,
    other_head: Box<str>,
}

impl KeyFormat {
    /// The format of the AIIA REST API: `aiia_key_live_…` and `aiia_key_test_…`, 64 characters.
    pub fn aiia(environment: Environment) -> Self {
        Self::with_checked_prefix("aiia_key", environment)
    }

    /// A format with a prefix of one's own.
    ///
    /// # Errors
    /// When the prefix is not 2 to 32 lower-case letters, digits and underscores that begin with a
    /// letter and end with a letter or digit.
    pub fn new(prefix: &str, environment: Environment) -> Result<Self, InvalidPrefix> {
        let bytes = prefix.as_bytes();
        let sound = (2..=32).contains(&bytes.len())
            && bytes.first().is_some_and(u8::is_ascii_lowercase)
            && bytes.last().is_some_and(|last| *last != b'_')
            && bytes
                .iter()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_');
        if sound {
            Ok(Self::with_checked_prefix(prefix, environment))
        } else {
            Err(InvalidPrefix)
        }
    }

    fn with_checked_prefix(prefix: &str, environment: Environment) -> Self {
        let head = |environment| format!("{prefix}_{environment}_").into_boxed_str();
        Self {
            environment,
            head: head(environment),
            other_head: head(environment.other()),
        }
    }

    /// The environment that keys of this format are issued for.
    pub const fn environment(&self) -> Environment {
        self.environment
    }

    /// What every key of this format begins with, such as `aiia_key_live_`.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// The length of every key of this format, in characters (all ASCII).
    pub fn key_len(&self) -> usize {
        self.head.len() + RANDOM_DIGITS + CHECKSUM_DIGITS
    }

    /// A regular expression that every key of this format matches, for leak scanners.
    pub fn pattern(&self) -> String {
        format!(
            "{}[0-9A-Za-z]{{{}}}",
            self.head,
            RANDOM_DIGITS + CHECKSUM_DIGITS
        )
    }

    /// Writes 32 random bytes as a key; they must come from a cryptographically secure source.
    ///
    /// Different bytes give different keys.
    pub fn generate(&self, random: [u8; 32]) -> KeyString {
        let random = Zeroizing::new(random);
        // Never grows, so no copy of the secret stays behind in freed memory.
        let mut text = Zeroizing::new(String::with_capacity(self.key_len()));
        text.push_str(&self.head);
        for half in random.as_chunks::<16>().0 {
            push_digits(&mut text, u128::from_be_bytes(*half), HALF_DIGITS);
        }
        let checksum = crc32fast::hash(text.as_bytes());
        push_digits(&mut text, checksum.into(), CHECKSUM_DIGITS);
        KeyString::new(text)
    }

    /// Recognises a key: accepts exactly what [`KeyFormat::generate`] can make, without a look-up.
    ///
    /// # Errors
    /// Says what is wrong without repeating any of the text.
    pub fn parse<'a>(&self, text: &'a str) -> Result<PresentedKey<'a>, ParseKeyError> {
        let Some(rest) = text.strip_prefix(&*self.head) else {
            return Err(if text.starts_with(&*self.other_head) {
                ParseKeyError::OtherEnvironment {
                    accepted: self.environment,
                }
            } else {
                ParseKeyError::Prefix {
                    expected: self.head.clone(),
                }
            });
        };
        if rest.len() != RANDOM_DIGITS + CHECKSUM_DIGITS {
            return Err(ParseKeyError::Length {
                expected: self.key_len(),
                found: text.len(),
            });
        }
        // Without an early exit, the compiler checks many bytes at once.
        if !rest
            .bytes()
            .fold(true, |sound, b| sound & b.is_ascii_alphanumeric())
        {
            return Err(ParseKeyError::Character);
        }
        let (random, checksum) = rest.as_bytes().split_at(RANDOM_DIGITS);
        let in_range = random
            .as_chunks::<HALF_DIGITS>()
            .0
            .iter()
            .all(|half| half <= LARGEST_HALF);
        let covered = text.len() - CHECKSUM_DIGITS;
        let expected = crc32fast::hash(&text.as_bytes()[..covered]);
        if in_range && read_digits(checksum) == u64::from(expected) {
            Ok(PresentedKey::new(text))
        } else {
            Err(ParseKeyError::Checksum)
        }
    }
}

/// Appends `number` as `width` base62 digits, zero-padded.
fn push_digits(text: &mut String, number: u128, width: usize) {
    let mut digits = Zeroizing::new([0_u8; HALF_DIGITS]);
    // The buffer holds any u128, so this does not fail.
    let len = base62::encode_bytes(number, digits.as_mut_slice()).unwrap_or_default();
    text.extend(std::iter::repeat_n('0', width.saturating_sub(len)));
    text.extend(digits.iter().take(len).map(|digit| char::from(*digit)));
}

/// The number that up to ten base62 digits stand for; only digits may be passed.
fn read_digits(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'A'..=b'Z' => digit - b'A' + 10,
            _ => digit - b'a' + 36,
        };
        number * 62 + u64::from(value)
    })
}

impl fmt::Debug for KeyFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFormat({}…)", self.head)
    }
}

/// A key prefix was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPrefix;

impl fmt::Display for InvalidPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "key prefix: 2 to 32 lower-case letters, digits and underscores are expected, \
             beginning with a letter and not ending with an underscore, such as `acme_key`",
        )
    }
}

impl std::error::Error for InvalidPrefix {}

#[cfg(test)]
mod tests;
