//! Headers that are wrong.

use super::Case;

const fn headers(
    operation: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    code: &'static str,
    field: &'static str,
) -> Case {
    Case {
        operation,
        headers,
        body,
        code,
        field,
    }
}

const fn content_type(
    headers_: &'static [(&'static str, &'static str)],
    field: &'static str,
) -> Case {
    headers(
        "POST /api/v1/keys/{id}/revoke",
        headers_,
        "{}",
        "unsupported_media_type",
        field,
    )
}

const fn if_match(headers_: &'static [(&'static str, &'static str)], code: &'static str) -> Case {
    headers(
        "PATCH /api/v1/keys/{id}",
        headers_,
        r#"{"label": "Renamed"}"#,
        code,
        "If-Match",
    )
}

const JSON: (&str, &str) = ("Content-Type", "application/json");
const INVALID: &str = "invalid_header";
const STALE: &str = "precondition_failed";

pub(super) const CASES: &[Case] = &[
    content_type(&[], "Content-Type"),
    content_type(&[("Content-Type", "")], "Content-Type"),
    content_type(&[("Content-Type", "text/plain")], "Content-Type"),
    content_type(
        &[("Content-Type", "application/x-www-form-urlencoded")],
        "Content-Type",
    ),
    content_type(
        &[("Content-Type", "multipart/form-data; boundary=x")],
        "Content-Type",
    ),
    content_type(&[("Content-Type", "application/jsonp")], "Content-Type"),
    content_type(&[("Content-Type", "json")], "Content-Type"),
    content_type(&[("Content-Type", "é")], "Content-Type"),
    content_type(&[JSON, ("Content-Encoding", "gzip")], "Content-Encoding"),
    content_type(&[JSON, ("Content-Encoding", "br")], "Content-Encoding"),
    if_match(&[JSON, ("If-Match", "")], INVALID),
    if_match(&[JSON, ("If-Match", "1")], INVALID),
    if_match(&[JSON, ("If-Match", "\"1")], INVALID),
    if_match(&[JSON, ("If-Match", "'1'")], INVALID),
    if_match(&[JSON, ("If-Match", "\"1\", \"2\"")], INVALID),
    if_match(
        &[JSON, ("If-Match", "\"1\""), ("If-Match", "\"1\"")],
        INVALID,
    ),
    if_match(&[JSON, ("If-Match", "\"é\"")], INVALID),
    if_match(&[JSON, ("If-Match", "\"2\"")], STALE),
    if_match(&[JSON, ("If-Match", "W/\"1\"")], STALE),
    if_match(&[JSON, ("If-Match", "\"0\"")], STALE),
    if_match(&[JSON, ("If-Match", "\"01\"")], STALE),
    if_match(&[JSON, ("If-Match", "\"18446744073709551616\"")], STALE),
    headers(
        "GET /api/v1/keys",
        &[("Accept", "text/html")],
        "",
        "not_acceptable",
        "Accept",
    ),
    headers(
        "GET /api/v1/keys",
        &[("Accept", "application/json;q=0")],
        "",
        "not_acceptable",
        "Accept",
    ),
    headers(
        "GET /api/v1/trail",
        &[("Accept", "application/xml")],
        "",
        "not_acceptable",
        "Accept",
    ),
    headers(
        "POST /api/v1/keys",
        &[JSON, ("Idempotency-Key", "")],
        "{}",
        INVALID,
        "Idempotency-Key",
    ),
    headers(
        "POST /api/v1/keys",
        &[JSON, ("Idempotency-Key", "a b")],
        "{}",
        INVALID,
        "Idempotency-Key",
    ),
    headers(
        "POST /api/v1/keys",
        &[JSON, ("Idempotency-Key", "é")],
        "{}",
        INVALID,
        "Idempotency-Key",
    ),
    headers(
        "POST /api/v1/keys/{id}/rotate",
        &[JSON, ("Idempotency-Key", "a"), ("Idempotency-Key", "a")],
        "{}",
        INVALID,
        "Idempotency-Key",
    ),
];
