//! Passwords that members choose.

use std::fmt;

use zeroize::Zeroizing;

/// A password as a member typed it: 12 to 128 characters, any of them (NIST SP 800-63B asks for at
/// least 8, for no rules about kinds of characters, and to allow 64 or more).
///
/// It cannot be cloned or printed, and its memory is wiped when it is dropped.
///
/// ```
/// use aiia_keys_domain::Password;
///
/// assert!(Password::new("correct horse battery staple").is_ok());
/// assert!(Password::new("tr0ub4dor&3").is_err(), "too short");
/// ```
pub struct Password(Zeroizing<String>);

impl Password {
    /// The fewest characters.
    pub const MIN_CHARS: usize = 12;
    /// The most characters: a bound for what hashing has to read.
    pub const MAX_CHARS: usize = 128;

    /// Takes a password in, as it is.
    ///
    /// # Errors
    /// When it is too short or too long, or is one character again and again.
    pub fn new(text: &str) -> Result<Self, InvalidPassword> {
        let found = text.chars().count();
        let first = text.chars().next();
        if found < Self::MIN_CHARS {
            Err(InvalidPassword::Short { found })
        } else if found > Self::MAX_CHARS {
            Err(InvalidPassword::Long { found })
        } else if text.chars().all(|c| Some(c) == first) {
            Err(InvalidPassword::Monotonous)
        } else {
            Ok(Self(Zeroizing::new(text.to_owned())))
        }
    }

    /// The password, to be hashed or compared.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A password was refused. No variant holds any part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidPassword {
    /// It has too few characters.
    Short {
        /// How many it has.
        found: usize,
    },
    /// It has too many characters.
    Long {
        /// How many it has.
        found: usize,
    },
    /// It is one character again and again.
    Monotonous,
}

impl fmt::Display for InvalidPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short { found } => write!(
                f,
                "password has {found} characters: at least {} are needed, such as a few words",
                Password::MIN_CHARS
            ),
            Self::Long { found } => write!(
                f,
                "password has {found} characters: at most {} are allowed",
                Password::MAX_CHARS
            ),
            Self::Monotonous => f.write_str("password is one character repeated: vary it"),
        }
    }
}

impl std::error::Error for InvalidPassword {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_kinds_of_characters_do_not() {
        for text in ["twelve chars", "ääääääääääää!", &"ab".repeat(64)] {
            assert_eq!(Password::new(text).unwrap().expose(), text);
        }
        let refused = |text: &str| Password::new(text).unwrap_err();
        assert_eq!(refused("eleven char"), InvalidPassword::Short { found: 11 });
        assert_eq!(
            refused(&"ab".repeat(65)),
            InvalidPassword::Long { found: 130 }
        );
        assert_eq!(refused(&"a".repeat(20)), InvalidPassword::Monotonous);
    }

    #[test]
    fn neither_password_nor_refusal_shows_any_of_it() {
        let password = Password::new("correct horse battery").unwrap();
        assert_eq!(format!("{password:?}"), "Password(…)");
        let messages = [
            (InvalidPassword::Short { found: 3 }, "at least 12"),
            (InvalidPassword::Long { found: 300 }, "at most 128"),
            (InvalidPassword::Monotonous, "vary it"),
        ];
        for (refused, cure) in messages {
            assert!(refused.to_string().contains(cure), "{refused}");
        }
    }
}
