//! A small HTTP client, for one service on this machine: one request a connection.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// An answer that takes longer than this does not come.
const LIMIT: Duration = Duration::from_secs(30);

/// An answer, whole.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) body: String,
}

/// Sends a request, with a body in JSON if there is one.
pub(super) fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Result<Answer> {
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&[name, ": ", value, "\r\n"].concat());
    }
    let body = body.map(Value::to_string).unwrap_or_default();
    if !body.is_empty() {
        request.push_str("Content-Type: application/json\r\n");
    }
    let length = body.len().to_string();
    request.push_str(&["Content-Length: ", &length, "\r\n\r\n", &body].concat());
    exchange(address, &request).with_context(|| format!("{method} {path} at {address}"))
}

fn exchange(address: &str, request: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.write_all(request.as_bytes())?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    parse(&text).context("the answer is not one")
}

fn parse(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

impl Answer {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// A field of the body that holds a text.
    pub(super) fn field(&self, name: &str) -> Result<String> {
        let body: Value = serde_json::from_str(&self.body).context("the body is not JSON")?;
        body[name]
            .as_str()
            .map(str::to_owned)
            .with_context(|| format!("the answer has no text `{name}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_with_its_status_headers_and_body() {
        let answer =
            parse("HTTP/1.1 201 Created\r\nset-cookie: a=b; Path=/\r\n\r\n{\"id\":\"7\"}").unwrap();
        assert_eq!(answer.status, 201);
        assert_eq!(answer.header("Set-Cookie"), Some("a=b; Path=/"));
        assert_eq!(answer.field("id").unwrap(), "7");
        assert!(answer.field("other").is_err());
        assert!(parse("nothing").is_none());
    }
}
