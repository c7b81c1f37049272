//! The short codes of entities.

use std::{fmt, str::FromStr};

/// What an organization's own registers call an entity, such as `FIN-AP-01`; unique in the organization.
///
/// 1 to 40 ASCII letters, digits, `.`, `-`, `_` and `/`, beginning with a letter or digit.
///
/// ```
/// use aiia_keys_assurance::EntityCode;
///
/// let code: EntityCode = "FIN-AP-01".parse()?;
/// assert_eq!(code.as_str(), "FIN-AP-01");
/// # Ok::<(), aiia_keys_assurance::InvalidEntityCode>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityCode(Box<str>);

impl EntityCode {
    /// A code that was taken in before.
    pub(in crate::model) fn known(text: &str) -> Self {
        Self(text.into())
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EntityCode {
    type Err = InvalidEntityCode;

    fn from_str(text: &str) -> Result<Self, InvalidEntityCode> {
        let sound = (1..=40).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_alphanumeric())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".-_/".contains(&b));
        if sound {
            Ok(Self(text.into()))
        } else {
            Err(InvalidEntityCode)
        }
    }
}

impl fmt::Display for EntityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is no code of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "code is malformed: 1 to 40 letters, digits, `.`, `-`, `_` and `/` are expected, beginning with \
     a letter or digit, such as `FIN-AP-01`"
)]
pub struct InvalidEntityCode;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_plain_and_short() {
        for code in ["1", "FIN-AP-01", "it/erp_2.0", &"a".repeat(40)] {
            assert_eq!(code.parse::<EntityCode>().unwrap().to_string(), code);
        }
        for text in ["", "-a", "a b", "ä", "a\n", "a,b", &"a".repeat(41)] {
            assert_eq!(text.parse::<EntityCode>(), Err(InvalidEntityCode), "{text}");
        }
        assert!(InvalidEntityCode.to_string().contains("`FIN-AP-01`"));
    }
}
