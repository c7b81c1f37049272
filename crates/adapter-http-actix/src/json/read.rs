//! Reading a body, within its limits.

use actix_web::{
    HttpRequest,
    dev::Payload,
    http::header::{CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};
use futures_util::StreamExt as _;
use zeroize::Zeroizing;

use crate::{
    call::state,
    problem::{Code, Problem},
};

/// Bytes of a body, unless an operation says otherwise.
pub(crate) const MAX: usize = 64 * 1024;

/// The bytes of a body of one media type, which may be none. They are wiped when dropped: a key may be among them.
pub(crate) async fn body(
    request: &HttpRequest,
    payload: &mut Payload,
    max: usize,
    media_type: &'static str,
) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let announced = announced(request);
    if announced.is_some_and(|length| length > max) {
        return Err(too_large(max));
    }
    let patience = state(request)?.options.body_timeout;
    // Made large enough at once where the length is known, so that no copy is left behind.
    let mut body = Zeroizing::new(Vec::with_capacity(announced.unwrap_or_default()));
    let reading = async {
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| {
                Problem::new(Code::MalformedBody, "the body ended before it was complete")
            })?;
            if body.len() + chunk.len() > max {
                return Err(too_large(max));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(())
    };
    match tokio::time::timeout(patience, reading).await {
        Ok(read) => read?,
        Err(_) => return Err(too_slow(patience.as_secs())),
    }
    if !body.is_empty() {
        require(request, media_type)?;
    }
    Ok(body)
}

fn announced(request: &HttpRequest) -> Option<usize> {
    let length = request.headers().get(CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

fn require(request: &HttpRequest, expected: &'static str) -> Result<(), Problem> {
    let headers = request.headers();
    let unsupported = |field: &'static str, detail: String| {
        Err(Problem::new(Code::UnsupportedMediaType, detail).at(field))
    };
    let encoded = headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if encoded {
        return unsupported(
            "Content-Encoding",
            "the body is compressed: send it as it is".to_owned(),
        );
    }
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    match media_type {
        Some(found) if found.eq_ignore_ascii_case(expected) => Ok(()),
        _ => unsupported(
            "Content-Type",
            format!(
                "the body is not of the type that is read here: send `Content-Type: {expected}`"
            ),
        ),
    }
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
