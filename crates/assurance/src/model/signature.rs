//! What the beginning of a file tells about its kind.

/// The most bytes of a beginning that are looked at.
pub(crate) const BEGINNING: usize = 1024;

/// How files of a type begin.
enum Sign {
    /// With one of these.
    OneOf(&'static [&'static [u8]]),
    /// As text, in UTF-8 or an encoding that extends ASCII, or in UTF-16 with its mark.
    Text,
}

const ZIP: Sign = Sign::OneOf(&[b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"]);
/// Compound files, which Office wrote until 2007.
const COMPOUND: Sign = Sign::OneOf(&[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"]);

/// How files of a type begin, where that is certain.
fn sign(media_type: &str) -> Option<Sign> {
    Some(match media_type {
        "application/pdf" => Sign::OneOf(&[b"%PDF-"]),
        "application/zip" => ZIP,
        "application/gzip" => Sign::OneOf(&[b"\x1F\x8B"]),
        "image/gif" => Sign::OneOf(&[b"GIF87a", b"GIF89a"]),
        "image/jpeg" => Sign::OneOf(&[b"\xFF\xD8\xFF"]),
        "image/png" => Sign::OneOf(&[b"\x89PNG\r\n\x1A\n"]),
        "image/tiff" => Sign::OneOf(&[b"II*\0", b"MM\0*"]),
        "image/webp" => Sign::OneOf(&[b"RIFF"]),
        "application/msword" | "application/vnd.ms-excel" | "application/vnd.ms-powerpoint" => {
            COMPOUND
        }
        "application/json" | "application/xml" | "message/rfc822" => Sign::Text,
        _ if media_type.starts_with("text/") => Sign::Text,
        _ if media_type.starts_with("application/vnd.openxmlformats-officedocument.")
            || media_type.starts_with("application/vnd.oasis.opendocument.") =>
        {
            ZIP
        }
        _ => return None,
    })
}

/// Whether a beginning can be that of a file of this type.
pub(super) fn check(media_type: &str, beginning: &[u8]) -> Result<(), Mismatch> {
    let fits = match sign(media_type) {
        None => true,
        Some(Sign::OneOf(signs)) => signs.iter().any(|sign| beginning.starts_with(sign)),
        Some(Sign::Text) => {
            [b"\xFF\xFE", b"\xFE\xFF"]
                .iter()
                .any(|mark| beginning.starts_with(*mark))
                || !beginning.contains(&0)
        }
    };
    if fits { Ok(()) } else { Err(Mismatch) }
}

/// Content is not what its media type says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("file does not begin as a file of its media type does: send the type that it has")]
pub struct Mismatch;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_as_its_type_does_fits() {
        for (media_type, beginning) in [
            ("application/pdf", &b"%PDF-1.7\n"[..]),
            ("image/png", b"\x89PNG\r\n\x1A\n\0\0"),
            (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                b"PK\x03\x04\0",
            ),
            ("application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
            (
                "application/vnd.ms-excel",
                b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            ),
            ("text/csv", "id;größe\n".as_bytes()),
            ("text/plain", b"gr\xF6\xDFe"),
            ("text/plain", b"\xFF\xFEa\0"),
            ("application/x-own", b"\0\0"),
        ] {
            assert_eq!(check(media_type, beginning), Ok(()), "{media_type}");
        }
    }

    #[test]
    fn what_begins_otherwise_does_not() {
        for (media_type, beginning) in [
            ("application/pdf", &b"MZ\x90\0"[..]),
            ("application/pdf", b"%PD"),
            ("image/jpeg", b"\x89PNG\r\n\x1A\n"),
            ("application/zip", b"<html>"),
            ("text/csv", b"\x7FELF\x02\x01\x01\0"),
            ("application/json", b"{\0}"),
        ] {
            assert_eq!(check(media_type, beginning), Err(Mismatch), "{media_type}");
        }
    }
}
