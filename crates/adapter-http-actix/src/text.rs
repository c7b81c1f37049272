//! Values that an answer holds as texts.

use std::fmt::Display;

use serde::{Serialize, Serializer};

/// A value that is written as a text, straight into the answer.
pub(crate) struct Text<T>(pub(crate) T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn what_a_text_cannot_hold_as_it_is_is_escaped() {
        let written = serde_json::to_string(&Text("a \"quoted\"\nline")).unwrap();
        assert_eq!(written, r#""a \"quoted\"\nline""#);
    }
}
