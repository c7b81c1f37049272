//! Whom to tell of a weakness.

use std::str::FromStr;

/// A contact as RFC 9116 wants it: an address that begins with `mailto:`, `https://` or `tel:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityContact(String);

impl SecurityContact {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SecurityContact {
    type Err = InvalidSecurityContact;

    fn from_str(text: &str) -> Result<Self, InvalidSecurityContact> {
        let known = ["mailto:", "https://", "tel:"].iter().any(|scheme| {
            text.strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        });
        if known && text.len() <= 200 && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidSecurityContact)
        }
    }
}

/// A text is not a contact for `security.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a security contact: an address that begins with `mailto:`, `https://` or `tel:` is \
     expected, such as `mailto:security@example.com`"
)]
pub struct InvalidSecurityContact;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_addresses() {
        for contact in [
            "mailto:security@example.com",
            "https://example.com/security",
            "tel:+1-201-555-0123",
        ] {
            assert_eq!(
                contact.parse::<SecurityContact>().unwrap().as_str(),
                contact
            );
        }
        for text in [
            "",
            "mailto:",
            "security@example.com",
            "http://example.com",
            "mailto:a b",
            "mailto:a\nExpires: never",
        ] {
            assert_eq!(
                text.parse::<SecurityContact>(),
                Err(InvalidSecurityContact),
                "{text}"
            );
        }
    }
}
