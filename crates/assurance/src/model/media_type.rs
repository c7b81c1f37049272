//! What kinds of files are taken as evidence.

use std::{collections::BTreeSet, fmt, str::FromStr};

use super::signature::{Mismatch, check};

/// A media type without parameters, in lower case, such as `application/pdf` (RFC 6838).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaType(Box<str>);

impl MediaType {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether content can be what this type says, as far as its beginning tells.
    ///
    /// # Errors
    /// When the beginning is another file's.
    pub fn check_beginning(&self, beginning: &[u8]) -> Result<(), Mismatch> {
        check(&self.0, beginning)
    }
}

impl FromStr for MediaType {
    type Err = InvalidMediaType;

    fn from_str(text: &str) -> Result<Self, InvalidMediaType> {
        // `; charset=…` says nothing about what is allowed.
        let essence = text.split(';').next().unwrap_or_default().trim();
        let name = |part: &str| {
            (1..=100).contains(&part.len())
                && part.starts_with(|first: char| first.is_ascii_alphanumeric())
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
        };
        match essence.split_once('/') {
            Some((kind, subtype)) if name(kind) && name(subtype) => {
                Ok(Self(essence.to_ascii_lowercase().into()))
            }
            _ => Err(InvalidMediaType),
        }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is no media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the media type is malformed: one such as `application/pdf` is expected")]
pub struct InvalidMediaType;

/// The media types that are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaTypes(BTreeSet<MediaType>);

/// What evidence comes as: documents, tables, images, mail, text and archives.
///
/// What a browser would run when it is opened, such as HTML and SVG, is not among them.
const USUAL: &[&str] = &[
    "application/gzip",
    "application/json",
    "application/msword",
    "application/pdf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/xml",
    "application/zip",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "message/rfc822",
    "text/csv",
    "text/plain",
    "text/xml",
];

/// The usual kinds of evidence.
impl Default for MediaTypes {
    fn default() -> Self {
        Self(USUAL.iter().filter_map(|text| text.parse().ok()).collect())
    }
}

impl MediaTypes {
    /// Whether files of this type are taken.
    pub fn allow(&self, media_type: &MediaType) -> bool {
        self.0.contains(media_type)
    }
}

impl FromIterator<MediaType> for MediaTypes {
    fn from_iter<I: IntoIterator<Item = MediaType>>(types: I) -> Self {
        Self(types.into_iter().collect())
    }
}

impl fmt::Display for MediaTypes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (media_type, number) in self.0.iter().zip(0..) {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{media_type}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_without_parameters_and_in_either_case() {
        for (text, read) in [
            ("application/pdf", "application/pdf"),
            ("Text/CSV; charset=utf-8", "text/csv"),
            ("image/svg+xml", "image/svg+xml"),
        ] {
            assert_eq!(text.parse::<MediaType>().unwrap().as_str(), read);
        }
        for text in [
            "", "pdf", "/", "a/", "a/b/c", "a b/c", "*/*", "text/ä", "; a/b",
        ] {
            assert_eq!(text.parse::<MediaType>(), Err(InvalidMediaType), "{text}");
        }
    }

    #[test]
    fn the_usual_types_are_documents_and_nothing_that_a_browser_runs() {
        let usual = MediaTypes::default();
        assert_eq!(usual.0.len(), USUAL.len());
        let allows = |text: &str| usual.allow(&text.parse().unwrap());
        assert!(allows("application/pdf") && allows("text/csv"));
        for text in [
            "text/html",
            "image/svg+xml",
            "text/javascript",
            "application/octet-stream",
        ] {
            assert!(!allows(text), "{text}");
        }
        assert!(
            usual
                .to_string()
                .starts_with("application/gzip, application/json")
        );
    }
}
