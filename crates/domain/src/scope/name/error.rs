//! The rule that a resource name obeys, and what breaks it.

use std::fmt;

use crate::excerpt::Excerpt;

use super::ResourceName;

/// Where bytes break the rule. Apart from [`NameProblem`] because it has to be `const`.
#[derive(Clone, Copy)]
pub(super) enum Fault {
    Empty,
    TooLong,
    /// The first byte that may not stand where it stands; all before it are ASCII.
    At(usize),
}

/// The one place where the rule is written.
pub(super) const fn fault(name: &[u8]) -> Option<Fault> {
    if name.is_empty() {
        return Some(Fault::Empty);
    }
    if name.len() > ResourceName::MAX_LEN {
        return Some(Fault::TooLong);
    }
    let mut at = 0;
    while at < name.len() {
        match name[at] {
            b'a'..=b'z' => {}
            b'0'..=b'9' | b'_' | b'-' if at > 0 => {}
            _ => return Some(Fault::At(at)),
        }
        at += 1;
    }
    None
}

/// What is wrong with a resource name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// Nothing is written.
    Empty,
    /// It is longer than [`ResourceName::MAX_LEN`].
    TooLong {
        /// Its length in characters.
        length: usize,
    },
    /// It begins with something else than a lower-case letter.
    Start(char),
    /// It holds a character that a name cannot hold.
    Character(char),
}

impl NameProblem {
    fn new(fault: Fault, text: &str) -> Self {
        match fault {
            Fault::Empty => Self::Empty,
            Fault::TooLong => Self::TooLong {
                length: text.chars().count(),
            },
            Fault::At(at) => {
                let character = text.get(at..).and_then(|rest| rest.chars().next());
                let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
                if at == 0 {
                    Self::Start(character)
                } else {
                    Self::Character(character)
                }
            }
        }
    }
}

impl fmt::Display for NameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the resource is missing"),
            Self::TooLong { length } => write!(
                f,
                "the resource is {length} characters long; at most {} are allowed",
                ResourceName::MAX_LEN
            ),
            Self::Start(character) => write!(
                f,
                "the resource begins with {character:?}; a lower-case letter from a to z is expected"
            ),
            Self::Character(character) => write!(
                f,
                "the resource contains {character:?}; only a to z, 0 to 9, _ and - are allowed"
            ),
        }
    }
}

/// A text is not the name of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidResourceName {
    text: Excerpt,
    problem: NameProblem,
}

impl InvalidResourceName {
    pub(super) fn new(fault: Fault, text: &str) -> Self {
        Self {
            text: Excerpt::of(text),
            problem: NameProblem::new(fault, text),
        }
    }

    /// What is wrong with it.
    pub const fn problem(&self) -> NameProblem {
        self.problem
    }
}

impl fmt::Display for InvalidResourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is not a resource: {}, as in findings",
            self.text, self.problem
        )
    }
}

impl std::error::Error for InvalidResourceName {}
