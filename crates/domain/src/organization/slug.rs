//! Short names of organizations.

use std::{fmt, str::FromStr};

/// The short name of an organization, which members name when they sign in: no two have the same.
///
/// 2 to 40 lower-case letters, digits and hyphens, beginning with a letter, not ending with a hyphen.
/// It does not change.
///
/// ```
/// use aiia_keys_domain::OrganizationSlug;
///
/// let slug: OrganizationSlug = "example-audit".parse()?;
/// assert_eq!(slug.as_str(), "example-audit");
/// # Ok::<(), aiia_keys_domain::InvalidSlug>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganizationSlug(Box<str>);

impl OrganizationSlug {
    /// The short name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OrganizationSlug {
    type Err = InvalidSlug;

    fn from_str(text: &str) -> Result<Self, InvalidSlug> {
        let sound = (2..=40).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && !text.ends_with('-')
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if sound {
            Ok(Self(text.into()))
        } else {
            Err(InvalidSlug)
        }
    }
}

impl fmt::Display for OrganizationSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is no short name of an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSlug;

impl fmt::Display for InvalidSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "slug is not a short name: 2 to 40 lower-case letters, digits and hyphens are \
             expected, beginning with a letter, such as `example-audit`",
        )
    }
}

impl std::error::Error for InvalidSlug {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_lower_case_words() {
        for slug in ["ab", "a-1", &"a".repeat(40)] {
            assert_eq!(slug.parse::<OrganizationSlug>().unwrap().to_string(), slug);
        }
        for text in [
            "",
            "a",
            "A1",
            "1a",
            "-a",
            "a-",
            "a_b",
            "a b",
            "ä1",
            &"a".repeat(41),
        ] {
            assert_eq!(text.parse::<OrganizationSlug>(), Err(InvalidSlug), "{text}");
        }
        assert!(InvalidSlug.to_string().contains("`example-audit`"));
    }
}
