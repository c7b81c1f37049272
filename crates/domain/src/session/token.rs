//! The secret that a signed-in member's browser holds.

use std::{fmt, hash};

use zeroize::Zeroizing;

/// The context of the digest: a digest made for anything else is another one.
const CONTEXT: &str = "aiia-keys 2026 session token digest v1";

/// The secret of a session: 32 random bytes as 64 hexadecimal digits.
///
/// It cannot be cloned or printed, and its memory is wiped when it is dropped.
///
/// ```
/// use aiia_keys_domain::SessionToken;
///
/// let token = SessionToken::generate([7; 32]); // in a service: 32 bytes of the system's randomness
/// let presented = SessionToken::parse(token.expose()).expect("well-formed");
/// assert_eq!(presented.digest(), token.digest());
/// assert_eq!(format!("{token:?}"), "SessionToken(…)");
/// ```
pub struct SessionToken(Zeroizing<String>);

impl SessionToken {
    /// Writes 32 random bytes as a token; they must come from a cryptographically secure source.
    pub fn generate(random: [u8; 32]) -> Self {
        let random = Zeroizing::new(random);
        let mut text = Zeroizing::new(String::with_capacity(2 * random.len()));
        for byte in random.iter() {
            for digit in [byte >> 4, byte & 0xf] {
                text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        Self(text)
    }

    /// Takes a presented token; `None` when it has not the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        let sound = text.len() == 64
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'));
        sound.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The token in full: for the one cookie that carries it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored in place of the token.
    pub fn digest(&self) -> SessionDigest {
        let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
        hasher.update(self.0.as_bytes());
        SessionDigest(*hasher.finalize().as_bytes())
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// BLAKE3 of a session's token: what is stored in place of it, 32 bytes.
///
/// It needs no pepper: a token has 256 bits of entropy and lives for hours.
#[derive(Clone, Copy)]
pub struct SessionDigest([u8; 32]);

impl SessionDigest {
    /// Takes a stored digest back.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest, for storage.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for SessionDigest {
    fn eq(&self, other: &Self) -> bool {
        // `blake3::Hash` compares in constant time.
        blake3::Hash::from_bytes(self.0) == blake3::Hash::from_bytes(other.0)
    }
}

impl Eq for SessionDigest {}

impl hash::Hash for SessionDigest {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Debug for SessionDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionDigest(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_64_lower_case_hexadecimal_digits_are_a_token() {
        let token = SessionToken::generate([0xa5; 32]);
        assert_eq!(token.expose(), "a5".repeat(32));
        for text in [
            "",
            &"a".repeat(63),
            &"a".repeat(65),
            &"A".repeat(64),
            &"g".repeat(64),
        ] {
            assert!(SessionToken::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn digests_differ_as_tokens_do_and_are_not_the_token() {
        let digest = SessionToken::generate([1; 32]).digest();
        assert_ne!(digest, SessionToken::generate([2; 32]).digest());
        assert_ne!(digest.as_bytes(), &[1; 32]);
        assert_eq!(SessionDigest::from_bytes(*digest.as_bytes()), digest);
        assert_eq!(format!("{digest:?}"), "SessionDigest(…)");
    }
}
