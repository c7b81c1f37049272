//! What a source is shown so that it answers.

use std::fmt;

use zeroize::Zeroizing;

/// The credentials of a connector.
///
/// They cannot be cloned or printed, and the memory of their secrets is wiped when they are dropped.
pub enum SourceCredentials {
    /// None are needed.
    None,
    /// A bearer token (RFC 6750).
    Bearer(SourceSecret),
    /// A user and a password (RFC 7617).
    Basic {
        /// The user.
        user: SourceUser,
        /// The password.
        password: SourceSecret,
    },
    /// A header of the source's own choice.
    Header {
        /// Its name.
        name: SourceHeaderName,
        /// What it says.
        value: SourceSecret,
    },
}

/// Shows which kind they are, and nothing of them.
impl fmt::Debug for SourceCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Bearer(_) => "Bearer(…)",
            Self::Basic { .. } => "Basic(…)",
            Self::Header { .. } => "Header(…)",
        })
    }
}

/// A secret for a source: 1 to 4,096 visible ASCII characters and blanks, without blanks around them.
pub struct SourceSecret(Zeroizing<String>);

impl SourceSecret {
    /// The most characters that it may have.
    pub const MAX_CHARS: usize = 4_096;

    /// Takes a secret in.
    ///
    /// # Errors
    /// When it is empty or too long, or holds what no header can.
    pub fn new(text: Zeroizing<String>) -> Result<Self, InvalidCredentials> {
        let sound = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if sound && text.trim().len() == text.len() && (1..=Self::MAX_CHARS).contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(InvalidCredentials::Secret)
        }
    }

    /// The secret, for the request that it belongs to and for sealing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SourceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SourceSecret(…)")
    }
}

/// The user of Basic credentials: 1 to 200 visible ASCII characters, none of them a colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceUser(Box<str>);

impl SourceUser {
    /// Takes a user in.
    ///
    /// # Errors
    /// When it is empty or too long, or holds a colon or what no header can.
    pub fn new(text: &str) -> Result<Self, InvalidCredentials> {
        let sound = |byte| matches!(byte, b'!'..=b'~') && byte != b':';
        if (1..=200).contains(&text.len()) && text.bytes().all(sound) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidCredentials::User)
        }
    }

    /// The user.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a header that credentials may stand in, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHeaderName(Box<str>);

/// Headers that say how the request is sent: who could set them could send another one.
const OWN: [&str; 14] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

impl SourceHeaderName {
    /// Takes a name in (RFC 9110, section 5.1).
    ///
    /// # Errors
    /// When it is empty, longer than 64 characters, no name of a header, or one that the service sets.
    pub fn new(text: &str) -> Result<Self, InvalidCredentials> {
        let sound = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let name = text.to_ascii_lowercase();
        let own = OWN.contains(&name.as_str()) || name.starts_with("proxy-");
        if (1..=64).contains(&name.len()) && name.bytes().all(sound) && !own {
            Ok(Self(name.into()))
        } else {
            Err(InvalidCredentials::HeaderName)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Credentials were refused; they are not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCredentials {
    /// The secret.
    #[error("the secret must have 1 to 4096 visible ASCII characters, and no blanks around them")]
    Secret,
    /// The user.
    #[error("the user must have 1 to 200 visible ASCII characters, and no colon")]
    User,
    /// The header's name.
    #[error(
        "the header's name must be one of HTTP, such as x-api-key, of at most 64 characters, and not one that says how the request is sent"
    )]
    HeaderName,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Result<SourceSecret, InvalidCredentials> {
        SourceSecret::new(Zeroizing::new(text.to_owned()))
    }

    #[test]
    fn what_no_header_can_hold_is_refused() {
        let long = "a".repeat(SourceSecret::MAX_CHARS + 1);
        for text in ["", " a", "a ", "a\r\nHost: b", "a\0", "ä", "a\u{7f}", &long] {
            assert_eq!(secret(text).unwrap_err(), InvalidCredentials::Secret);
        }
        assert_eq!(secret("a b~!").unwrap().expose(), "a b~!");
        for text in ["", "a:b", "a b", "a\n", "ü", &long] {
            assert_eq!(SourceUser::new(text), Err(InvalidCredentials::User));
        }
        assert_eq!(
            SourceUser::new("ada@example").unwrap().as_str(),
            "ada@example"
        );
    }

    #[test]
    fn headers_that_say_how_the_request_is_sent_are_refused() {
        let long = "x".repeat(65);
        let wrong = [
            "",
            "Host",
            "CONTENT-LENGTH",
            "Proxy-Authorization",
            "a b",
            "a:",
            "é",
            &long,
        ];
        for text in wrong.into_iter().chain(OWN) {
            let refused = SourceHeaderName::new(text);
            assert_eq!(refused, Err(InvalidCredentials::HeaderName), "{text}");
        }
        for (text, name) in [
            ("X-Api-Key", "x-api-key"),
            ("Authorization", "authorization"),
        ] {
            assert_eq!(SourceHeaderName::new(text).unwrap().as_str(), name);
        }
    }

    #[test]
    fn no_secret_can_be_printed() {
        let basic = SourceCredentials::Basic {
            user: SourceUser::new("hidden").unwrap(),
            password: secret("hidden").unwrap(),
        };
        let header = SourceCredentials::Header {
            name: SourceHeaderName::new("x-hidden").unwrap(),
            value: secret("hidden").unwrap(),
        };
        let bearer = SourceCredentials::Bearer(secret("hidden").unwrap());
        let all = [basic, header, bearer, SourceCredentials::None];
        assert_eq!(format!("{all:?}"), "[Basic(…), Header(…), Bearer(…), None]");
        assert_eq!(format!("{:?}", secret("hidden")), "Ok(SourceSecret(…))");
    }
}
