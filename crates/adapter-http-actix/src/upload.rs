//! Bodies that carry a file (`multipart/form-data`, RFC 7578), read as a stream.

mod file;

use std::{future::Future, pin::Pin, time::Duration};

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};
use aiia_keys_assurance::{
    ContentDigest, FileName, MediaType,
    evidence::upload::{Command, Repeat},
};
use futures_util::StreamExt as _;

pub(crate) use file::IncomingFile;

use crate::{
    call::state,
    problem::{Code, Problem},
};

/// A form with a file. Nothing of it is read yet.
pub(crate) struct Form {
    multipart: Multipart,
    patience: Duration,
}

/// Bytes of everything about a file that is not the file.
const AROUND: u64 = 64 * 1024;
/// Bytes of a field that is a text.
const MAX_TEXT: usize = 256;

const FILE: &str = "file";
const DIGEST: &str = "digest";
const ON_REPEAT: &str = "on_repeat";

impl FromRequest for Form {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let state = state(&request)?;
            require_form(&request)?;
            let maximum = state.assurance.evidence_rules.maximum_size;
            if announced(&request).is_some_and(|length| length > maximum.saturating_add(AROUND)) {
                return Err(too_large(maximum));
            }
            Ok(Self {
                multipart: Multipart::new(request.headers(), payload),
                patience: state.options.body_timeout,
            })
        })
    }
}

impl Form {
    /// Reads up to the file, which is the last field: what is said about it must be known before it.
    pub(crate) async fn until_file(mut self) -> Result<(Command, IncomingFile), Problem> {
        let (mut digest, mut repeat) = (None, None);
        loop {
            let next = within(self.patience, self.multipart.next()).await?;
            let Some(field) = next.transpose().map_err(|error| unreadable(&error))? else {
                return Err(Problem::field(
                    FILE,
                    "file is missing: send it as the last field",
                ));
            };
            match field.name() {
                Some(FILE) => {
                    let command = Command {
                        file_name: file_name(&field)?,
                        media_type: media_type(&field)?,
                        digest,
                        repeat: repeat.unwrap_or_default(),
                    };
                    return Ok((
                        command,
                        IncomingFile::new(field, self.multipart, self.patience),
                    ));
                }
                Some(DIGEST) if digest.is_none() => {
                    let text = text(field, DIGEST, self.patience).await?;
                    let parsed: Result<ContentDigest, _> = text.parse();
                    digest = Some(parsed.map_err(|error| Problem::field(DIGEST, error))?);
                }
                Some(ON_REPEAT) if repeat.is_none() => {
                    repeat = Some(match &*text(field, ON_REPEAT, self.patience).await? {
                        "keep" => Repeat::Keep,
                        "reuse" => Repeat::Reuse,
                        _ => {
                            let detail = "on_repeat is unknown: `keep` or `reuse` is expected";
                            return Err(Problem::field(ON_REPEAT, detail));
                        }
                    });
                }
                name => return Err(surplus(name)),
            }
        }
    }
}

/// Waits no longer than this for the next piece.
async fn within<T>(patience: Duration, piece: impl Future<Output = T>) -> Result<T, Problem> {
    tokio::time::timeout(patience, piece).await.map_err(|_| {
        let seconds = patience.as_secs();
        let detail = format!("nothing more of the body arrived for {seconds} seconds");
        closing(Problem::new(Code::RequestTimeout, detail))
    })
}

/// The rest of the body may still come, so the connection cannot be used again.
pub(crate) fn closing(problem: Problem) -> Problem {
    problem.with_header(CONNECTION, HeaderValue::from_static("close"))
}

pub(crate) fn too_large(maximum: u64) -> Problem {
    let detail = format!("file is too large: at most {maximum} bytes are taken");
    closing(Problem::new(Code::ContentTooLarge, detail).at(FILE))
}

/// A field that there is not, or once more.
fn surplus(name: Option<&str>) -> Problem {
    let detail = "the form has a field that is unknown or repeated: `digest` and `on_repeat` may \
                  come once, and `file` comes last";
    let problem = Problem::new(Code::MalformedBody, detail);
    match name {
        Some(name) => problem.at(name
            .chars()
            .filter(|c| !c.is_control())
            .take(40)
            .collect::<String>()),
        None => problem,
    }
}

fn unreadable(error: &MultipartError) -> Problem {
    let detail = match error {
        MultipartError::Incomplete | MultipartError::Payload(_) => {
            "the body ended before it was complete"
        }
        MultipartError::ContentDispositionMissing
        | MultipartError::ContentDispositionNameMissing => {
            "a field of the form has no name: send `Content-Disposition: form-data; name=…`"
        }
        _ => {
            "the body is not a form as `multipart/form-data` has it: send it with a well-kept client"
        }
    };
    Problem::new(Code::MalformedBody, detail)
}

async fn text(mut field: Field, name: &'static str, patience: Duration) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = within(patience, field.next()).await? {
        bytes.extend_from_slice(&piece.map_err(|error| unreadable(&error))?);
        if bytes.len() > MAX_TEXT {
            let detail = format!("{name} is too long: at most {MAX_TEXT} bytes are read");
            return Err(Problem::field(name, detail));
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::field(name, format!("{name} is not UTF-8")))
}

fn file_name(field: &Field) -> Result<FileName, Problem> {
    let disposition = field.content_disposition();
    let named = disposition.and_then(|disposition| {
        let extended = disposition.get_filename_ext();
        let extended = extended.map(|name| String::from_utf8_lossy(&name.value).into_owned());
        extended.or_else(|| disposition.get_filename().map(str::to_owned))
    });
    FileName::clean(&named.unwrap_or_default()).map_err(|error| Problem::field(FILE, error))
}

fn media_type(field: &Field) -> Result<MediaType, Problem> {
    let said = field.content_type().map(|said| said.essence_str().parse());
    match said {
        Some(Ok(media_type)) => Ok(media_type),
        _ => Err(Problem::new(
            Code::UnsupportedMediaType,
            "file does not say what it is: send its media type in the Content-Type of the field",
        )
        .at(FILE)),
    }
}

fn announced(request: &HttpRequest) -> Option<u64> {
    request
        .headers()
        .get(CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

fn require_form(request: &HttpRequest) -> Result<(), Problem> {
    let headers = request.headers();
    let unsupported =
        |field, detail| Err(Problem::new(Code::UnsupportedMediaType, detail).at(field));
    let encoded = headers
        .get(CONTENT_ENCODING)
        .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if encoded {
        return unsupported(
            "Content-Encoding",
            "the body is compressed: send it as it is",
        );
    }
    let said = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = said
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    match essence {
        Some(found) if found.eq_ignore_ascii_case("multipart/form-data") => Ok(()),
        _ => unsupported(
            "Content-Type",
            "the body is not said to be a form: send `Content-Type: multipart/form-data; boundary=…`",
        ),
    }
}
