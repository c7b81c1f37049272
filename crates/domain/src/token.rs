//! Secrets that people's browsers and mailboxes hold for a while: sessions and invitations.

use zeroize::Zeroizing;

/// A pair of types: the secret, and the digest that is stored in place of it.
macro_rules! token {
    (
        $(#[$token_doc:meta])* $token:ident,
        $(#[$digest_doc:meta])* $digest:ident,
        $context:literal
    ) => {
        $(#[$token_doc])*
        pub struct $token(zeroize::Zeroizing<String>);

        impl $token {
            /// Writes 32 random bytes as a token; they must come from a cryptographically secure source.
            pub fn generate(random: [u8; 32]) -> Self {
                Self(crate::token::write(random))
            }

            /// Takes a presented token; `None` when it has not the form of one.
            pub fn parse(text: &str) -> Option<Self> {
                crate::token::read(text).map(Self)
            }

            /// The token in full: for the one answer that carries it.
            pub fn expose(&self) -> &str {
                &self.0
            }

            /// What is stored in place of the token.
            pub fn digest(&self) -> $digest {
                $digest(blake3::derive_key($context, self.0.as_bytes()))
            }
        }

        impl std::fmt::Debug for $token {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($token), "(…)"))
            }
        }

        $(#[$digest_doc])*
        ///
        /// It needs no pepper: a token has 256 bits of entropy and lives for days at most.
        #[derive(Clone, Copy)]
        pub struct $digest([u8; 32]);

        impl $digest {
            /// Takes a stored digest back.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The digest, for storage.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl PartialEq for $digest {
            fn eq(&self, other: &Self) -> bool {
                // `blake3::Hash` compares in constant time.
                blake3::Hash::from_bytes(self.0) == blake3::Hash::from_bytes(other.0)
            }
        }

        impl Eq for $digest {}

        impl std::hash::Hash for $digest {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }

        impl std::fmt::Debug for $digest {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($digest), "(…)"))
            }
        }
    };
}

pub(crate) use token;

/// 32 random bytes as 64 lower-case hexadecimal digits.
pub(crate) fn write(random: [u8; 32]) -> Zeroizing<String> {
    let random = Zeroizing::new(random);
    // Never grows, so no copy of the secret stays behind in freed memory.
    let mut text = Zeroizing::new(String::with_capacity(2 * random.len()));
    for byte in random.iter() {
        for digit in [byte >> 4, byte & 0xf] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    text
}

/// A text that [`write`] could have written.
pub(crate) fn read(text: &str) -> Option<Zeroizing<String>> {
    let sound = text.len() == 64
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'));
    sound.then(|| Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use crate::{InvitationToken, SessionDigest, SessionToken};

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
    }

    #[test]
    fn a_token_of_one_kind_is_none_of_another() {
        let session = SessionToken::generate([1; 32]);
        let invitation = InvitationToken::parse(session.expose()).unwrap();
        assert_ne!(invitation.digest().as_bytes(), session.digest().as_bytes());
    }

    #[test]
    fn neither_token_nor_digest_can_be_printed() {
        let token = InvitationToken::generate([0xa5; 32]);
        assert_eq!(
            format!("{token:?} {:?}", token.digest()),
            "InvitationToken(…) InvitationDigest(…)"
        );
    }
}
