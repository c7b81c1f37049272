//! Bodies, read piece by piece within their limits.

use std::time::Duration;

use actix_web::{
    HttpRequest,
    dev::Payload,
    http::header::{CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};
use futures_util::StreamExt as _;

use crate::problem::{Code, Problem};

/// Gives each piece of a body to `take` as it arrives.
///
/// # Errors
/// When the body has more than `max` bytes, does not arrive within `patience`, ends early, or
/// `take` refuses a piece.
pub(crate) async fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    max: usize,
    patience: Duration,
    mut take: impl FnMut(&[u8]) -> Result<(), Problem>,
) -> Result<(), Problem> {
    if announced(request).is_some_and(|length| length > max) {
        return Err(too_large(max));
    }
    let reading = async {
        let mut length = 0_usize;
        while let Some(piece) = payload.next().await {
            let piece = piece.map_err(|_| {
                Problem::new(Code::MalformedBody, "the body ended before it was complete")
            })?;
            length = length.saturating_add(piece.len());
            if length > max {
                return Err(too_large(max));
            }
            take(&piece)?;
        }
        Ok(())
    };
    match tokio::time::timeout(patience, reading).await {
        Ok(read) => read,
        Err(_) => Err(too_slow(patience.as_secs())),
    }
}

/// How many bytes the request says that there are.
pub(crate) fn announced(request: &HttpRequest) -> Option<usize> {
    let length = request.headers().get(CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Which of the media types the body is said to be, as it is written here.
///
/// # Errors
/// When it is none of them, or compressed.
pub(crate) fn media_type(
    request: &HttpRequest,
    known: &[&'static str],
) -> Result<&'static str, Problem> {
    let headers = request.headers();
    let unsupported = |field, detail| Problem::new(Code::UnsupportedMediaType, detail).at(field);
    let encoded = headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if encoded {
        let detail = "the body is compressed: send it as it is".to_owned();
        return Err(unsupported("Content-Encoding", detail));
    }
    let said = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    let found = said.and_then(|said| known.iter().find(|known| said.eq_ignore_ascii_case(known)));
    found.copied().ok_or_else(|| {
        let known = known.join("` or `");
        let detail =
            format!("the body is not said to be what is read: send `Content-Type: {known}`");
        unsupported("Content-Type", detail)
    })
}

fn too_large(max: usize) -> Problem {
    let detail = format!("the body is too large: at most {max} bytes are read");
    Problem::new(Code::ContentTooLarge, detail)
}

/// The rest of the body may still come, so the connection cannot be used again.
fn too_slow(seconds: u64) -> Problem {
    let detail = format!("the body did not arrive within {seconds} seconds");
    Problem::new(Code::RequestTimeout, detail)
        .with_header(CONNECTION, HeaderValue::from_static("close"))
}
