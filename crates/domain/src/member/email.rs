//! E-mail addresses, as far as a sign-in name needs them.

use std::{fmt, str::FromStr};

/// An e-mail address in lower case: what a member signs in with.
///
/// Checked for shape only (RFC 5321 lengths, one `@`, a domain with no empty part);
/// whether mail arrives, only a mail can tell.
/// What looks as if it held a key is refused, since addresses are shown and kept in the trail.
///
/// ```
/// use aiia_keys_domain::EmailAddress;
///
/// let address: EmailAddress = "Ada@Example.COM".parse()?;
/// assert_eq!(address.as_str(), "ada@example.com");
/// # Ok::<(), aiia_keys_domain::InvalidEmailAddress>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(Box<str>);

impl EmailAddress {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidEmailAddress;

    fn from_str(text: &str) -> Result<Self, InvalidEmailAddress> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmailAddress)?;
        let visible = |part: &str| part.bytes().all(|b| b.is_ascii_graphic());
        let sound = (1..=64).contains(&local.len())
            && text.len() <= 254
            && visible(local)
            && !local.contains(['@', '"', '<', '>', '(', ')', ',', ';', ':', '\\', '[', ']'])
            && local.split('.').all(|part| !part.is_empty())
            && !crate::text::looks_like_secret(text)
            && domain.split('.').all(is_domain_label);
        if sound {
            Ok(Self(text.to_ascii_lowercase().into()))
        } else {
            Err(InvalidEmailAddress)
        }
    }
}

fn is_domain_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidEmailAddress;

impl fmt::Display for InvalidEmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("email is not an address: something like `ada@example.com` is expected")
    }
}

impl std::error::Error for InvalidEmailAddress {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for text in [
            "a@b",
            "a.b+c@d-e.example",
            " a@b.example ",
            "o'neil@example.com",
        ] {
            assert!(text.parse::<EmailAddress>().is_ok(), "{text}");
        }
        let long_local = format!("{}@b.example", "a".repeat(65));
        let key_like = format!("{}@b.example", "a".repeat(44));
        let long_domain = format!("a@{}", ["b".repeat(63).as_str(); 4].join("."));
        for text in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c",
            "a b@c",
            "a@b c",
            "a@-b",
            "a@b-",
            "a@b..c",
            "a..b@c",
            ".a@b",
            "a\n@b",
            "ä@b",
            "a@ä",
            "<a@b>",
            &long_local,
            &long_domain,
            &key_like,
        ] {
            assert_eq!(
                text.parse::<EmailAddress>(),
                Err(InvalidEmailAddress),
                "{text}"
            );
        }
        assert!(InvalidEmailAddress.to_string().contains("ada@example.com"));
    }

    #[test]
    fn case_makes_no_second_person() {
        let one: EmailAddress = "ADA@EXAMPLE.com".parse().unwrap();
        assert_eq!(Ok(one.clone()), "ada@example.COM".parse());
        assert_eq!(one.to_string(), "ada@example.com");
    }
}
