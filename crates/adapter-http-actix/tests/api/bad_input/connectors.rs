//! Input about connectors that is wrong, addresses that must not be fetched from among it.

use super::{Case, address, body};

const fn create(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/connectors", text, code, field)
}

/// An address that may not be pulled from.
macro_rules! url {
    ($url:literal) => {
        create(
            concat!(r#"{"name": "a", "url": ""#, $url, r#""}"#),
            INVALID,
            "url",
        )
    };
}

/// Credentials that cannot be used, and what is named.
macro_rules! credentials {
    ($credentials:literal, $code:ident, $field:literal) => {
        create(
            concat!(
                r#"{"name": "a", "url": "https://example.com/", "credentials": "#,
                $credentials,
                "}"
            ),
            $code,
            $field,
        )
    };
}

const fn update(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("PATCH /api/v1/connectors/{connector}", text, code, field)
}

const MALFORMED: &str = "malformed_body";
const INVALID: &str = "invalid_field";

pub(super) const CASES: &[Case] = &[
    create("", MALFORMED, ""),
    create("[]", MALFORMED, ""),
    create("{}", INVALID, "name"),
    create(r#"{"name": ""}"#, INVALID, "name"),
    create(r#"{"name": 7}"#, MALFORMED, "name"),
    create(r#"{"name": "a\u202eb"}"#, INVALID, "name"),
    create(r#"{"name": "a"}"#, INVALID, "url"),
    create(r#"{"name": "a", "url": null}"#, INVALID, "url"),
    create(
        r#"{"name": "a", "url": "https://example.com/", "x": 1}"#,
        MALFORMED,
        "x",
    ),
    create(
        r#"{"name": "a", "url": "https://example.com/", "format": "xml"}"#,
        INVALID,
        "format",
    ),
    url!(""),
    url!("/units.json"),
    url!("http://example.com/"),
    url!("ftp://example.com/"),
    url!("file:///etc/passwd"),
    url!("https://ada:secret@example.com/"),
    url!("https://example.com/#units"),
    url!("https://127.0.0.1/"),
    url!("https://127.1/"),
    url!("https://2130706433/"),
    url!("https://0x7f000001/"),
    url!("https://10.0.0.1/"),
    url!("https://192.168.0.1/"),
    url!("https://169.254.169.254/latest/meta-data/"),
    url!("https://0.0.0.0/"),
    url!("https://[::1]/"),
    url!("https://[::ffff:10.0.0.1]/"),
    url!("https://[fe80::1]/"),
    url!("https://[fd00:ec2::254]/"),
    url!("https://example.com/?key=aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3"),
    credentials!("7", MALFORMED, "credentials"),
    credentials!("{}", INVALID, "credentials.scheme"),
    credentials!(r#"{"scheme": "digest"}"#, INVALID, "credentials.scheme"),
    credentials!(r#"{"scheme": "bearer"}"#, INVALID, "credentials.token"),
    credentials!(
        r#"{"scheme": "bearer", "token": ""}"#,
        INVALID,
        "credentials.token"
    ),
    credentials!(
        r#"{"scheme": "bearer", "token": "a\nb"}"#,
        INVALID,
        "credentials.token"
    ),
    credentials!(
        r#"{"scheme": "bearer", "token": "a", "user": "b"}"#,
        INVALID,
        "credentials.user"
    ),
    credentials!(
        r#"{"scheme": "none", "token": "a"}"#,
        INVALID,
        "credentials.token"
    ),
    credentials!(
        r#"{"scheme": "basic", "user": "a:b", "password": "c"}"#,
        INVALID,
        "credentials.user"
    ),
    credentials!(
        r#"{"scheme": "basic", "user": "a"}"#,
        INVALID,
        "credentials.password"
    ),
    credentials!(
        r#"{"scheme": "header", "name": "Host", "value": "a"}"#,
        INVALID,
        "credentials.name"
    ),
    credentials!(
        r#"{"scheme": "header", "name": "x-key"}"#,
        INVALID,
        "credentials.value"
    ),
    credentials!(
        r#"{"scheme": "bearer", "token": "a", "x": 1}"#,
        MALFORMED,
        "credentials.x"
    ),
    update(r#"{"name": null}"#, MALFORMED, "name"),
    update(r#"{"url": "https://10.0.0.1/"}"#, INVALID, "url"),
    update(
        r#"{"url": "https://evil.example.net/"}"#,
        INVALID,
        "credentials",
    ),
    update(r#"{"credentials": null}"#, MALFORMED, "credentials"),
    update(r#"{"format": "JSON"}"#, INVALID, "format"),
    address("GET /api/v1/connectors/x", "id"),
    address("GET /api/v1/connectors?limit=0", "limit"),
    address("GET /api/v1/connectors?cursor=x", "cursor"),
    address("GET /api/v1/connectors/{connector}/runs?limit=101", "limit"),
    address("GET /api/v1/connectors/{connector}/runs/x", "run"),
    address(
        "POST /api/v1/connectors/{connector}/refresh?dry_run=maybe",
        "dry_run",
    ),
    address(
        "POST /api/v1/connectors/{connector}/refresh?force=true",
        "force",
    ),
];
