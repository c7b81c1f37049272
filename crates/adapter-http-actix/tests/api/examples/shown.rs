//! An answer as it is shown, without what is secret.

use crate::support::{Answer, PASSWORD};

/// The headers that say something about the operation.
const HEADERS: [(&str, &str); 10] = [
    ("content-type", "Content-Type"),
    ("content-disposition", "Content-Disposition"),
    ("etag", "ETag"),
    ("link", "Link"),
    ("location", "Location"),
    ("retry-after", "Retry-After"),
    ("set-cookie", "Set-Cookie"),
    ("x-aiia-organization", "X-Aiia-Organization"),
    ("x-aiia-key", "X-Aiia-Key"),
    ("x-aiia-scopes", "X-Aiia-Scopes"),
];

/// Status, headers and body.
pub(super) fn answer(answer: &Answer) -> String {
    let status = actix_web::http::StatusCode::from_u16(answer.status).unwrap();
    let mut lines = vec![format!("HTTP/1.1 {status}")];
    for (header, name) in HEADERS {
        if !answer.header(header).is_empty() {
            lines.push(format!("{name}: {}", answer.header(header)));
        }
    }
    if !answer.body.is_empty() {
        lines.push(String::new());
        lines.push(if answer.header("content-type").ends_with("json") {
            indented(&answer.body)
        } else {
            answer.body.trim_end().to_owned()
        });
    }
    lines.join("\n")
}

/// JSON with its fields in the order in which they came, one a line.
fn indented(json: &str) -> String {
    let (mut text, mut depth) = (String::new(), 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    let mut letters = json.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        if quoted {
            text.push(letter);
            quoted = escaped || letter != '"';
            escaped = letter == '\\' && !escaped;
            continue;
        }
        match letter {
            '{' | '[' if matches!(letters.peek(), Some('}' | ']')) => {
                text.push(letter);
                text.extend(letters.next());
            }
            '{' | '[' => {
                depth += 1;
                text.push(letter);
                text.push_str(&line(depth));
            }
            '}' | ']' => {
                depth -= 1;
                text.push_str(&line(depth));
                text.push(letter);
            }
            ',' => {
                text.push(',');
                text.push_str(&line(depth));
            }
            ':' => text.push_str(": "),
            '"' => {
                quoted = true;
                text.push(letter);
            }
            ' ' | '\n' | '\t' | '\r' => {}
            other => text.push(other),
        }
    }
    text
}

fn line(depth: usize) -> String {
    format!("\n{}", "  ".repeat(depth))
}

/// The same without keys, tokens of invitations, sessions and set-up, and passwords.
pub(super) fn without_secrets(text: &str) -> String {
    let text = masked(text, "aiia_key_live_", |letter| {
        letter.is_ascii_alphanumeric()
    });
    let text = masked(&text, "\"token\": \"", |letter| letter != '"');
    let text = masked(&text, "__Host-aiia_session=", |letter| {
        letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.')
    });
    text.replace(PASSWORD, "…")
}

/// Replaces what follows a text, as far as it is of these letters.
fn masked(text: &str, before: &str, secret: impl Fn(char) -> bool) -> String {
    let mut parts = text.split(before);
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(&secret);
        let mark = if rest.len() < part.len() { "…" } else { "" };
        masked.extend([before, mark, rest]);
    }
    masked
}

/// The net below: nothing that could be a key, and no token of 64 digits but the hashes of the trail
/// and the digests of files, which are none.
#[track_caller]
pub(super) fn assert_no_secret(text: &str) {
    assert!(!text.contains(PASSWORD));
    let public = [
        "\"digits\"",
        "\"digest\"",
        "\"hash\"",
        "\"previous\"",
        "BLAKE3",
    ];
    for line in text.lines() {
        let longest = line
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .map(str::len)
            .max();
        let named = public.iter().any(|name| line.contains(name));
        assert!(longest < Some(44) || named, "this may be a secret: {line}");
    }
}
