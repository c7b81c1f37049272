//! Input about people that is wrong; sent by an owner with a session.

use super::{Case, address, body};

const SIGN_IN: &str = "POST /api/v1/session";

/// A sign-in that is wrong.
const fn sign_in(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body(SIGN_IN, text, code, field)
}

const MALFORMED: &str = "malformed_body";
const INVALID: &str = "invalid_field";

pub(super) const CASES: &[Case] = &[
    sign_in("", MALFORMED, ""),
    sign_in("{", MALFORMED, ""),
    sign_in("[]", MALFORMED, ""),
    sign_in("null", MALFORMED, ""),
    sign_in("{}", INVALID, "organization"),
    sign_in(r#"{"organization": "ours"}"#, INVALID, "email"),
    sign_in(
        r#"{"organization": "ours", "email": "ada@example.com"}"#,
        INVALID,
        "password",
    ),
    sign_in(
        r#"{"organization": "ours", "email": "ada@example.com", "password": null}"#,
        INVALID,
        "password",
    ),
    sign_in(
        r#"{"organization": "ours", "email": "ada@example.com", "password": 123456789012}"#,
        MALFORMED,
        "password",
    ),
    sign_in(
        r#"{"organization": "ours", "email": "ada@example.com", "password": ["correct horse"]}"#,
        MALFORMED,
        "password",
    ),
    sign_in(
        r#"{"organization": "Ours", "email": "ada@example.com", "password": "x"}"#,
        INVALID,
        "organization",
    ),
    sign_in(
        r#"{"organization": "", "email": "ada@example.com", "password": "x"}"#,
        INVALID,
        "organization",
    ),
    sign_in(
        r#"{"organization": "o'; DROP TABLE member", "email": "ada@example.com", "password": "x"}"#,
        INVALID,
        "organization",
    ),
    sign_in(
        r#"{"organization": "ours", "email": "ada", "password": "x"}"#,
        INVALID,
        "email",
    ),
    sign_in(
        r#"{"organization": "ours", "email": "ada@example..com", "password": "x"}"#,
        INVALID,
        "email",
    ),
    sign_in(
        r#"{"organization": "ours", "email": "ada\u0000@example.com", "password": "x"}"#,
        INVALID,
        "email",
    ),
    sign_in(
        r#"{"organization": "ours", "email": "ada@example.com", "password": "x", "code": "1"}"#,
        MALFORMED,
        "code",
    ),
    sign_in(
        r#"{"organization": "ours", "organization": "ours", "email": "a@b.example", "password": "x"}"#,
        MALFORMED,
        "organization",
    ),
    Case {
        operation: SIGN_IN,
        headers: &[("Content-Type", "application/x-www-form-urlencoded")],
        body: "organization=ours&email=ada@example.com&password=x",
        code: "unsupported_media_type",
        field: "Content-Type",
    },
    Case {
        operation: SIGN_IN,
        headers: &[("Content-Type", "text/plain")],
        body: r#"{"organization": "ours", "email": "ada@example.com", "password": "x"}"#,
        code: "unsupported_media_type",
        field: "Content-Type",
    },
    Case {
        operation: SIGN_IN,
        headers: &[
            ("Content-Type", "application/json"),
            ("Accept", "text/html"),
        ],
        body: "{}",
        code: "not_acceptable",
        field: "Accept",
    },
    body("POST /api/v1/session?x=1", "{}", "invalid_parameter", "x"),
    address("GET /api/v1/session?x=1", "x"),
    address("DELETE /api/v1/session?id=1", "id"),
    address("POST /api/v1/members/x/sign-out", "id"),
    address("POST /api/v1/members/00000000/sign-out", "id"),
    address(
        "POST /api/v1/members/{018bcfe5-687b-7102-8304-05060708090a}/sign-out",
        "id",
    ),
    address("POST /api/v1/members/{id}/sign-out?all=1", "all"),
    Case {
        operation: "POST /api/v1/members/018bcfe5-687b-7102-8304-05060708090a/sign-out",
        headers: &[],
        body: "",
        code: "not_found",
        field: "",
    },
];
