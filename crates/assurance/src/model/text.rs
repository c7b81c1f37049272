//! Texts that people and programs write: names, titles, descriptions, notes.

use std::{borrow::Cow, fmt, str::FromStr};

/// A text was refused: names the field, what is wrong with it, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} {problem}")]
pub struct InvalidProse {
    field: &'static str,
    problem: Problem,
}

impl InvalidProse {
    /// The field that was refused, such as `title`.
    pub const fn field(&self) -> &'static str {
        self.field
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Problem {
    #[error("is empty: give it at least one visible character")]
    Empty,
    #[error("has {found} characters: at most {max} are allowed")]
    Long { max: usize, found: usize },
    #[error(
        "has the invisible character U+{code:04X}: remove control and text direction characters"
    )]
    Character { code: u32 },
    #[error("has a line break: write it on one line")]
    LineBreak,
    #[error("looks as if it held a key or another secret: leave it out")]
    Secret,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Line,
    Paragraphs,
}

/// Trimmed visible text of 1 to `max` characters that holds no key; line ends become `\n`.
fn read(
    field: &'static str,
    text: &str,
    max: usize,
    shape: Shape,
) -> Result<Box<str>, InvalidProse> {
    let trimmed = text.trim();
    let text = if trimmed.contains('\r') {
        Cow::Owned(trimmed.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(trimmed)
    };
    // What is stored is read so as well, row by row, and nearly all of it is ASCII that can be seen.
    let seen = |b: u8| matches!(b, b' '..=b'~' | b'\n' | b'\t');
    // Without a way out in the middle many bytes are looked at together.
    let plain = text.bytes().fold(true, |plain, b| plain & seen(b));
    let refused = |problem| Err(InvalidProse { field, problem });
    if shape == Shape::Line && text.contains('\n') {
        return refused(Problem::LineBreak);
    }
    if !plain && let Some(bad) = text.chars().find(|c| is_invisible(*c)) {
        return refused(Problem::Character { code: bad.into() });
    }
    let found = if plain {
        text.len()
    } else {
        text.chars().count()
    };
    if found == 0 {
        refused(Problem::Empty)
    } else if found > max {
        refused(Problem::Long { max, found })
    } else if may_hold_a_key(&text) {
        refused(Problem::Secret)
    } else {
        Ok(text.into())
    }
}

/// Characters that hide or reorder what a reader sees (Unicode's control and bidirectional
/// formatting characters, and the blanks of no width); line breaks and tabs are not among them.
pub(super) fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Letters and digits of the random part of a key: so many in a row are no word of any language.
const SECRET_RUN: usize = 44;

/// Whether a key may stand in the text; a digest in hexadecimal, which findings do quote, is none.
pub(in crate::model) fn may_hold_a_key(text: &str) -> bool {
    let text = text.as_bytes();
    // So long a run has a byte at one of the places that are as far apart.
    let mut places = (SECRET_RUN - 1..text.len()).step_by(SECRET_RUN);
    places.any(|place| {
        let run = run_at(text, place);
        run.len() >= SECRET_RUN && !is_hexadecimal(run)
    })
}

/// The letters and digits in a row that a place is among; none where it has another character.
fn run_at(text: &[u8], place: usize) -> &[u8] {
    let among = |b: &&u8| b.is_ascii_alphanumeric();
    let (before, after) = text.split_at_checked(place).unwrap_or_default();
    let after = after.iter().take_while(among).count();
    if after == 0 {
        return &[];
    }
    let before = before.iter().rev().take_while(among).count();
    text.get(place - before..place + after).unwrap_or_default()
}

/// In one case only: a key has letters of both.
fn is_hexadecimal(run: &[u8]) -> bool {
    let all = |letters: fn(&u8) -> bool| run.iter().all(|b| b.is_ascii_digit() || letters(b));
    all(|b| matches!(b, b'a'..=b'f')) || all(|b| matches!(b, b'A'..=b'F'))
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $field:literal, $max:literal, $shape:ident) => {
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
            pub fn new(text: &str) -> Result<Self, InvalidProse> {
                read($field, text, Self::MAX_CHARS, Shape::$shape).map(Self)
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
            type Err = InvalidProse;

            fn from_str(text: &str) -> Result<Self, InvalidProse> {
                Self::new(text)
            }
        }
    };
}

text_type! {
    /// The name of an auditable entity: one line of 1 to 200 characters.
    EntityName, "name", 200, Line
}

impl EntityName {
    /// A name that was taken in before.
    pub(in crate::model) fn known(text: &str) -> Self {
        Self(text.into())
    }
}

text_type! {
    /// The title of a finding: one line of 1 to 200 characters.
    FindingTitle, "title", 200, Line
}

text_type! {
    /// What was found, against which criteria, and why it matters: 1 to 20,000 characters.
    FindingDescription, "description", 20_000, Paragraphs
}

text_type! {
    /// What the auditors recommend: 1 to 10,000 characters.
    RecommendationText, "text", 10_000, Paragraphs
}

text_type! {
    /// What management will do: 1 to 10,000 characters.
    ActionPlanDescription, "description", 10_000, Paragraphs
}

text_type! {
    /// Who answers for an action plan: one line of 1 to 120 characters.
    OwnerName, "owner", 120, Line
}

text_type! {
    /// A remark on a move of an action plan: 1 to 2,000 characters.
    Note, "note", 2_000, Paragraphs
}

text_type! {
    /// What a test procedure is called: one line of 1 to 200 characters.
    TestProcedureTitle, "title", 200, Line
}

text_type! {
    /// What is done in a test procedure: 1 to 10,000 characters.
    TestProcedureDescription, "description", 10_000, Paragraphs
}

text_type! {
    /// What a connector is called: one line of 1 to 120 characters.
    ConnectorName, "name", 120, Line
}

#[cfg(test)]
mod tests;
