//! What was done.

use std::{borrow::Cow, fmt, str::FromStr};

use super::reference::is_word;

const MAX_LENGTH: usize = 64;

/// What was done, such as `key.generated`: at least two words of `[a-z][a-z_]*` joined by dots,
/// at most 64 bytes.
///
/// It is open text and not an enum: an older binary verifies a trail that holds newer actions.
///
/// ```
/// use aiia_keys_domain::ActionName;
///
/// const REPORT_SHARED: ActionName = ActionName::from_static("report.shared");
/// assert_eq!("report.shared".parse(), Ok(REPORT_SHARED));
/// assert!("shared".parse::<ActionName>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct ActionName(Cow<'static, str>);

impl ActionName {
    /// A name that stands in the program's text; as a `const` it is checked by the compiler.
    ///
    /// ```compile_fail
    /// # use aiia_keys_domain::ActionName;
    /// const MISSPELT: ActionName = ActionName::from_static("key generated");
    /// ```
    ///
    /// # Panics
    /// When the name is not valid. What comes from outside is read with [`str::parse`].
    pub const fn from_static(name: &'static str) -> Self {
        assert!(
            is_valid(name.as_bytes()),
            "an action is words of [a-z][a-z_]* joined by dots"
        );
        Self(Cow::Borrowed(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn is_valid(name: &[u8]) -> bool {
    if name.len() > MAX_LENGTH {
        return false;
    }
    let mut rest = name;
    let mut words = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at] == b'.' {
            let (word, after) = rest.split_at(at);
            if !is_word(word) {
                return false;
            }
            words += 1;
            (_, rest) = after.split_at(1);
            at = 0;
        } else {
            at += 1;
        }
    }
    words > 0 && is_word(rest)
}

/// A text is not the name of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidActionName;

impl fmt::Display for InvalidActionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not the name of an action: at least two words of lower-case letters and underscores \
             joined by dots are expected, at most 64 bytes, such as `key.generated`",
        )
    }
}

impl std::error::Error for InvalidActionName {}

impl fmt::Display for ActionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ActionName {
    type Err = InvalidActionName;

    fn from_str(text: &str) -> Result<Self, InvalidActionName> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for ActionName {
    type Error = InvalidActionName;

    fn try_from(text: String) -> Result<Self, InvalidActionName> {
        if is_valid(text.as_bytes()) {
            Ok(Self(Cow::Owned(text)))
        } else {
            Err(InvalidActionName)
        }
    }
}

impl From<ActionName> for String {
    fn from(name: ActionName) -> Self {
        name.0.into_owned()
    }
}
