//! How a refused text is quoted in an error.

use std::fmt;

use crate::text::looks_like_secret;

/// How much of a refused text an error repeats.
const MAX_CHARS: usize = 80;

/// The beginning of a refused text, safe to print: of bounded length, without control characters,
/// and withheld when a key may stand in it.
///
/// Refused texts come from outside. Repeated as they are, they could fill a log, forge its lines,
/// or carry a key there that was pasted into the wrong field.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Excerpt {
    Shown(Box<str>),
    Withheld,
}

impl Excerpt {
    pub(crate) fn of(text: &str) -> Self {
        // Of the whole text: cut off in the middle, a key would not be recognized any more.
        if looks_like_secret(text) {
            return Self::Withheld;
        }
        let mut chars = text.chars();
        let mut shown: String = chars
            .by_ref()
            .take(MAX_CHARS)
            .flat_map(char::escape_debug)
            .collect();
        if chars.next().is_some() {
            shown.push('…');
        }
        Self::Shown(shown.into())
    }
}

/// In double quotes, so that an empty text and blanks can be seen.
impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shown(text) => write!(f, "\"{text}\""),
            Self::Withheld => f.write_str("the given text (withheld: it may hold a key)"),
        }
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_quotes_are_escaped() {
        let excerpt = Excerpt::of("a\n\u{1b}[31m\"\u{202e}é").to_string();
        assert_eq!(excerpt, r#""a\n\u{1b}[31m\"\u{202e}é""#);
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        assert_eq!(
            Excerpt::of(&"é".repeat(80)).to_string(),
            format!("\"{}\"", "é".repeat(80))
        );
        assert_eq!(
            Excerpt::of(&"é".repeat(81)).to_string(),
            format!("\"{}…\"", "é".repeat(80))
        );
        assert_eq!(format!("{:?}", Excerpt::of("")), "\"\"");
    }

    #[test]
    fn a_text_that_may_hold_a_key_is_withheld_wherever_the_key_stands() {
        let key = format!("aiia_key_live_{}", "k3Y".repeat(17));
        for text in [key.clone(), format!("read:{key}"), "-".repeat(70) + &key] {
            let excerpt = Excerpt::of(&text);
            assert_eq!(
                excerpt.to_string(),
                "the given text (withheld: it may hold a key)"
            );
            assert!(!format!("{excerpt:?}").contains("k3Y"));
        }
    }
}
