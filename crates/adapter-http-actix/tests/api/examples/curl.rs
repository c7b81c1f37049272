//! A call as a command line.

use super::{Credential, HOST};
use crate::support::{Body, Sample};

/// What somebody types who makes the call. Secrets come from the environment.
pub(super) fn command(sample: &Sample, credential: &Credential) -> String {
    let mut parts = vec![format!(
        "curl {}",
        quoted(&format!("https://{HOST}{}", sample.path))
    )];
    let implied = match sample.body {
        Body::None => "GET",
        Body::Json(_) | Body::File(..) => "POST",
    };
    if sample.method != implied {
        parts.push(format!("--request {}", sample.method));
    }
    match credential {
        Credential::None => {}
        Credential::Key(_) => parts.push("--header \"Authorization: ApiKey $AIIA_KEY\"".to_owned()),
        Credential::Session(_) => {
            parts.push("--cookie \"__Host-aiia_session=$AIIA_SESSION\"".to_owned());
            if sample.method != "GET" {
                parts.push(format!("--header 'Origin: https://{HOST}'"));
            }
        }
    }
    match &sample.body {
        Body::None => {}
        Body::Json(body) => parts.push(format!("--json {}", quoted(&format!("{body:#}")))),
        Body::File(name, media_type, _) => {
            parts.push(format!(
                "--form {}",
                quoted(&format!("file=@{name};type={media_type}"))
            ));
        }
    }
    parts.join(" \\\n  ")
}

/// A word that the shell takes as it is.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
