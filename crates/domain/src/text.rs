//! Short texts that people type: labels, names, reasons.

use std::{fmt, str::FromStr};

/// A text was refused: names the field, what is wrong with it, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidText {
    field: &'static str,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Empty,
    Long { max: usize, found: usize },
    Character { code: u32 },
    Secret,
}

impl InvalidText {
    /// The field that was refused, such as `label`.
    pub const fn field(&self) -> &'static str {
        self.field
    }
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field;
        match &self.problem {
            Problem::Empty => write!(
                f,
                "{field} is empty: give it at least one visible character"
            ),
            Problem::Long { max, found } => {
                write!(
                    f,
                    "{field} has {found} characters: at most {max} are allowed"
                )
            }
            Problem::Character { code } => write!(
                f,
                "{field} has the invisible character U+{code:04X}: remove line breaks, control \
                 and text direction characters"
            ),
            Problem::Secret => {
                write!(
                    f,
                    "{field} looks as if it held a key or another secret: leave it out"
                )
            }
        }
    }
}

impl std::error::Error for InvalidText {}

/// One line of visible text: trimmed, 1 to `max` characters, nothing invisible, nothing that looks like a key.
fn line(field: &'static str, text: &str, max: usize) -> Result<Box<str>, InvalidText> {
    let text = text.trim();
    let refused = |problem| Err(InvalidText { field, problem });
    if let Some(bad) = text.chars().find(|c| is_invisible(*c)) {
        return refused(Problem::Character { code: bad.into() });
    }
    let found = text.chars().count();
    if found == 0 {
        refused(Problem::Empty)
    } else if found > max {
        refused(Problem::Long { max, found })
    } else if looks_like_secret(text) {
        refused(Problem::Secret)
    } else {
        Ok(text.into())
    }
}

/// Characters that hide or reorder what a reader sees (Unicode's control and bidirectional
/// formatting characters, and the blanks of no width).
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Letters and digits of the random part of a key: so many in a row are no word of any language.
const SECRET_RUN: usize = 44;

/// Whether a text holds an unbroken run of ASCII letters and digits as long as the random part of a key.
///
/// People paste a key into the wrong field; kept there it would be stored and shown in the clear.
pub(crate) fn looks_like_secret(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|run| run.len() >= SECRET_RUN)
}

macro_rules! line_type {
    ($(#[$doc:meta])* $name:ident, $field:literal, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The most characters that it may have.
            pub const MAX_CHARS: usize = $max;

            /// Takes a text in, without the blanks around it.
            ///
            /// # Errors
            /// When it is empty, too long, holds invisible characters, or looks as if it held a key.
            pub fn new(text: &str) -> Result<Self, InvalidText> {
                line($field, text, Self::MAX_CHARS).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidText;

            fn from_str(text: &str) -> Result<Self, InvalidText> {
                Self::new(text)
            }
        }
    };
}

line_type! {
    /// What people call a key, such as *ServiceNow Integration Key*: 1 to 80 characters.
    ///
    /// ```
    /// use aiia_keys_domain::Label;
    ///
    /// assert_eq!(Label::new("  ServiceNow Integration Key ")?.as_str(), "ServiceNow Integration Key");
    /// assert!(Label::new("line\nbreak").is_err());
    /// # Ok::<(), aiia_keys_domain::InvalidText>(())
    /// ```
    Label, "label", 80
}

line_type! {
    /// Why a key was revoked, in the words of who did it: 1 to 200 characters.
    RevocationReason, "reason", 200
}

line_type! {
    /// The name of an organization: 1 to 120 characters.
    OrganizationName, "organization name", 120
}

line_type! {
    /// The name of a member: 1 to 120 characters.
    MemberName, "member name", 120
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_around_are_dropped_and_those_inside_kept() {
        assert_eq!(Label::new("\t a  b \n").unwrap().to_string(), "a  b");
        assert_eq!("Ärger 🔑".parse::<Label>().unwrap().as_str(), "Ärger 🔑");
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert!(Label::new(&"ä".repeat(80)).is_ok());
        let refused = Label::new(&"ä".repeat(81)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "label has 81 characters: at most 80 are allowed"
        );
    }

    #[test]
    fn empty_and_invisible_texts_are_refused_by_field() {
        for text in ["", "   ", "\u{3000}"] {
            let refused = OrganizationName::new(text).unwrap_err();
            assert!(
                refused
                    .to_string()
                    .starts_with("organization name is empty"),
                "{refused}"
            );
            assert_eq!(refused.field(), "organization name");
        }
        for text in [
            "a\0b",
            "a\nb",
            "a\u{202E}b",
            "a\u{200B}b",
            "a\u{FEFF}b",
            "a\u{7f}b",
        ] {
            let refused = MemberName::new(text).unwrap_err();
            assert!(
                refused.to_string().contains("invisible character U+"),
                "{text:?}: {refused}"
            );
        }
    }

    #[test]
    fn a_pasted_key_is_refused_and_not_repeated() {
        let key = crate::KeyFormat::aiia(crate::Environment::Live).generate([4; 32]);
        for text in [key.expose().to_owned(), format!("leaked: {}", key.expose())] {
            let refused = RevocationReason::new(&text).unwrap_err();
            assert!(
                refused.to_string().contains("looks as if it held a key"),
                "{refused}"
            );
            assert!(
                !format!("{refused:?}").contains(&key.expose()[14..]),
                "{refused:?}"
            );
        }
        assert!(RevocationReason::new(&"a".repeat(43)).is_ok());
        assert!(RevocationReason::new(&"a".repeat(44)).is_err());
    }
}
