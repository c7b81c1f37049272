//! A small HTTP client, for one service on this machine: one request a connection.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// An answer that takes longer than this does not come.
const LIMIT: Duration = Duration::from_mins(2);

/// An answer, whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

/// Sends a request, with a body in JSON if there is one.
pub(crate) fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Result<Answer> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let json = [headers, &[("Content-Type", "application/json")]].concat();
    let headers = if body.is_empty() { headers } else { &json };
    send_pieces(address, method, path, headers, &[body.as_bytes()])
}

/// Sends a request whose body is in pieces.
pub(crate) fn send_pieces(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[&[u8]],
) -> Result<Answer> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&[name, ": ", value, "\r\n"].concat());
    }
    let length: usize = body.iter().map(|piece| piece.len()).sum();
    head.push_str(&["Content-Length: ", &length.to_string(), "\r\n\r\n"].concat());
    exchange(address, &head, body).with_context(|| format!("{method} {path} at {address}"))
}

fn exchange(address: &str, head: &str, body: &[&[u8]]) -> Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.write_all(head.as_bytes())?;
    for piece in body {
        stream.write_all(piece)?;
    }
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parse(&bytes).context("the answer is not one")
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    const END: &[u8] = b"\r\n\r\n";
    let end = bytes.windows(END.len()).position(|window| window == END)?;
    let head = String::from_utf8(bytes.get(..end)?.to_vec()).ok()?;
    let body = bytes.get(end + END.len()..)?;
    let mut answer = Answer {
        status: head.split(' ').nth(1)?.parse().ok()?,
        head,
        body: String::new(),
    };
    let body = match answer.header("Transfer-Encoding") {
        Some("chunked") => joined(body)?,
        _ => body.to_vec(),
    };
    answer.body = String::from_utf8(body).ok()?;
    Some(answer)
}

/// What was sent in chunks, each behind its length (RFC 9112, section 7.1); the last is empty.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|window| window == b"\r\n")?;
        let length = str::from_utf8(chunks.get(..end)?).ok()?;
        let length = usize::from_str_radix(length, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        chunks = chunks.get(end + 2..)?;
        body.extend_from_slice(chunks.get(..length)?);
        chunks = chunks.get(length..)?.strip_prefix(b"\r\n")?;
    }
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// A field of the body that holds a text.
    pub(crate) fn field(&self, name: &str) -> Result<String> {
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
            parse(b"HTTP/1.1 201 Created\r\nset-cookie: a=b; Path=/\r\n\r\n{\"id\":\"7\"}")
                .unwrap();
        assert_eq!(answer.status, 201);
        assert_eq!(answer.header("Set-Cookie"), Some("a=b; Path=/"));
        assert_eq!(answer.field("id").unwrap(), "7");
        assert!(answer.field("other").is_err());
        assert!(parse(b"nothing").is_none());
    }

    #[test]
    fn chunks_are_joined_and_one_that_is_cut_off_is_no_answer() {
        let whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
                      3\r\nab\xc3\r\n1\r\n\xa4\r\n0\r\n\r\n";
        assert_eq!(parse(whole).unwrap().body, "ab\u{e4}");
        assert!(parse(&whole[..whole.len() - 7]).is_none());
    }
}
