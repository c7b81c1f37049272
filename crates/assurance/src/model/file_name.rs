//! The names of uploaded files.

use std::fmt;

use super::text::{is_invisible, may_hold_a_key};

/// What a file is called: 1 to 200 characters that no file system takes for a folder.
///
/// Clients send whole paths, other systems' separators, and worse, so a name is cleaned rather than
/// refused: the folders go, invisible characters go, and what has a meaning to a file system or to a
/// shell becomes `_`.
/// It is shown to people and given back at a download; no file is ever opened by it.
///
/// ```
/// use aiia_keys_assurance::FileName;
///
/// let name = FileName::clean(r"C:\audit\..\Bank confirmation?.pdf")?;
/// assert_eq!(name.as_str(), "Bank confirmation_.pdf");
/// # Ok::<(), aiia_keys_assurance::InvalidFileName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(Box<str>);

/// The most characters of an extension that survives when a long name is cut.
const MAX_EXTENSION: usize = 12;

impl FileName {
    /// The most characters that a name may have; a longer one is cut before its extension.
    pub const MAX_CHARS: usize = 200;

    /// Makes a name of what a client says.
    ///
    /// # Errors
    /// When nothing is left of it, or it looks as if it held a key.
    pub fn clean(text: &str) -> Result<Self, InvalidFileName> {
        let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
        let visible: String = last
            .chars()
            .filter(|c| !is_invisible(*c) && !c.is_control())
            .map(|c| {
                if r#""<>:|?*%;$`&"#.contains(c) {
                    '_'
                } else {
                    c
                }
            })
            .collect();
        // Neither a hidden file, nor `..`, nor what Windows drops from the end.
        let name = visible
            .trim_start_matches(|c: char| c == '.' || c.is_whitespace())
            .trim_end_matches(|c: char| c == '.' || c.is_whitespace());
        if name.is_empty() {
            return Err(InvalidFileName::Empty);
        }
        if may_hold_a_key(name) {
            return Err(InvalidFileName::Secret);
        }
        Ok(Self(cut(name).into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A name as it was stored: what no cleaning would change.
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::clean(text).ok().filter(|name| *name.0 == *text)
    }
}

/// At most so many characters, the extension among them.
fn cut(name: &str) -> String {
    if name.chars().count() <= FileName::MAX_CHARS {
        return name.to_owned();
    }
    let extension = match name.rsplit_once('.') {
        Some((_, extension)) if extension.chars().count() <= MAX_EXTENSION => {
            format!(".{extension}")
        }
        _ => String::new(),
    };
    let stem = FileName::MAX_CHARS - extension.chars().count();
    name.chars().take(stem).collect::<String>() + &extension
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is no name of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFileName {
    /// Nothing is left of it.
    #[error("file has no usable name: send one in `filename`, such as `confirmation.pdf`")]
    Empty,
    /// It must not be kept.
    #[error("file has a name that looks as if it held a key or another secret: rename it")]
    Secret,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(text: &str) -> String {
        FileName::clean(text).unwrap().to_string()
    }

    #[test]
    fn folders_go_and_what_has_a_meaning_elsewhere_is_replaced() {
        for (text, name) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            (r"..\..\boot.ini", "boot.ini"),
            ("Übersicht 2026.xlsx", "Übersicht 2026.xlsx"),
            ("a\u{202E}fdp.exe", "afdp.exe"),
            ("a\r\nX-Header: b.txt", "aX-Header_ b.txt"),
            (".htaccess. ", "htaccess"),
            ("a\"; rm `b` $c%00.txt", "a__ rm _b_ _c_00.txt"),
        ] {
            assert_eq!(cleaned(text), name, "{text:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let name = cleaned(&format!("{}.tar", "ä ".repeat(300)));
        assert_eq!(name.chars().count(), 200);
        assert_eq!(name.rsplit_once('.').unwrap().1, "tar", "{name}");
        let name = cleaned(&format!("a.{}", "ä ".repeat(300)));
        assert_eq!(name.chars().count(), 200);
    }

    #[test]
    fn a_name_of_nothing_and_one_that_holds_a_key_are_refused() {
        for text in ["", ".", "..", "a/", "\u{200B}", "/", " . . "] {
            assert_eq!(
                FileName::clean(text),
                Err(InvalidFileName::Empty),
                "{text:?}"
            );
        }
        let secret = format!("aiia_key_live_{}.txt", "aB3".repeat(17));
        assert_eq!(FileName::clean(&secret), Err(InvalidFileName::Secret));
    }

    proptest! {
        #[test]
        fn a_clean_name_is_clean(text in ".{0,300}") {
            if let Ok(name) = FileName::clean(&text) {
                prop_assert!(name.as_str().chars().count() <= FileName::MAX_CHARS);
                prop_assert!(!name.as_str().contains(['/', '\\', '\0', '\n', '"']));
                prop_assert_eq!(FileName::from_stored(name.as_str()), Some(name));
            }
        }
    }
}
