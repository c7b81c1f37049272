//! Input about people that is wrong; sent by an owner with a session.

use super::{Case, address, body};

const SIGN_IN: &str = "POST /api/v1/session";

/// A sign-in that is wrong.
const fn sign_in(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body(SIGN_IN, text, code, field)
}

/// A member to add who is wrong.
const fn add(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/members", text, code, field)
}

/// A change of a member that is wrong.
const fn change(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("PATCH /api/v1/members/{id}", text, code, field)
}

/// An invitation to accept that is wrong.
const fn accept(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/invitation/accept", text, code, field)
}

/// A set-up that is wrong.
const fn set_up(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/setup", text, code, field)
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
    add("", MALFORMED, ""),
    add("[]", MALFORMED, ""),
    add("{}", INVALID, "email"),
    add(r#"{"email": "grace@example.com"}"#, INVALID, "name"),
    add(
        r#"{"email": "grace@example.com", "name": "Grace"}"#,
        INVALID,
        "role",
    ),
    add(
        r#"{"email": "grace", "name": "Grace", "role": "auditor"}"#,
        INVALID,
        "email",
    ),
    add(
        r#"{"email": "Grace <grace@example.com>", "name": "Grace", "role": "auditor"}"#,
        INVALID,
        "email",
    ),
    add(
        r#"{"email": "grace@exämple.com", "name": "Grace", "role": "auditor"}"#,
        INVALID,
        "email",
    ),
    add(
        r#"{"email": "grace@example.com", "name": " ", "role": "auditor"}"#,
        INVALID,
        "name",
    ),
    add(
        r#"{"email": "grace@example.com", "name": "Gr\u202eace", "role": "auditor"}"#,
        INVALID,
        "name",
    ),
    add(
        r#"{"email": "grace@example.com", "name": "Grace", "role": "Owner"}"#,
        INVALID,
        "role",
    ),
    add(
        r#"{"email": "grace@example.com", "name": "Grace", "role": "root"}"#,
        INVALID,
        "role",
    ),
    add(
        r#"{"email": "grace@example.com", "name": "Grace", "role": ["owner"]}"#,
        MALFORMED,
        "role",
    ),
    add(
        r#"{"email": "grace@example.com", "name": "Grace", "role": "owner", "password": "x"}"#,
        MALFORMED,
        "password",
    ),
    address("GET /api/v1/members?limit=1", "limit"),
    address("GET /api/v1/members/x", "id"),
    address("DELETE /api/v1/members/x", "id"),
    address("DELETE /api/v1/members/{id}?force=1", "force"),
    address("POST /api/v1/members/x/invite", "id"),
    change("", MALFORMED, ""),
    change("{}", INVALID, "role"),
    change(r#"{"role": null}"#, INVALID, "role"),
    change(r#"{"role": ""}"#, INVALID, "role"),
    change(r#"{"role": 1}"#, MALFORMED, "role"),
    change(
        r#"{"role": "owner", "email": "a@b.example"}"#,
        MALFORMED,
        "email",
    ),
    Case {
        operation: "PATCH /api/v1/members/{id}",
        headers: &[("Content-Type", "application/json"), ("If-Match", "1")],
        body: r#"{"role": "owner"}"#,
        code: "invalid_header",
        field: "If-Match",
    },
    Case {
        operation: "PATCH /api/v1/members/{id}",
        headers: &[("Content-Type", "application/json"), ("If-Match", "\"2\"")],
        body: r#"{"role": "owner"}"#,
        code: "precondition_failed",
        field: "If-Match",
    },
    accept("{}", INVALID, "organization"),
    accept(r#"{"organization": "ours"}"#, INVALID, "token"),
    accept(
        r#"{"organization": "ours", "token": "x"}"#,
        INVALID,
        "password",
    ),
    accept(
        r#"{"organization": "ours", "token": "x", "password": "short"}"#,
        INVALID,
        "password",
    ),
    accept(
        r#"{"organization": "ours", "token": "x", "password": "aaaaaaaaaaaaaaaa"}"#,
        INVALID,
        "password",
    ),
    accept(
        r#"{"organization": "Not One", "token": "x", "password": "correct horse battery"}"#,
        INVALID,
        "organization",
    ),
    accept(
        r#"{"organization": "ours", "token": "x", "password": "correct horse battery"}"#,
        "not_found",
        "",
    ),
    accept(
        r#"{"organization": "nowhere", "token": "x", "password": "correct horse battery"}"#,
        "not_found",
        "",
    ),
    accept(
        r#"{"organization": "ours", "token": 1, "password": "correct horse battery"}"#,
        MALFORMED,
        "token",
    ),
    accept(
        r#"{"organization": "ours", "token": "x", "password": "correct horse battery", "name": "x"}"#,
        MALFORMED,
        "name",
    ),
    set_up("[]", MALFORMED, ""),
    set_up("{}", INVALID, "token"),
    set_up(r#"{"token": 1}"#, MALFORMED, "token"),
    set_up(r#"{"token": "x"}"#, INVALID, "organization"),
    set_up(r#"{"token": "x", "organization": {}}"#, INVALID, "owner"),
    set_up(
        r#"{"token": "x", "organization": "one", "owner": {}}"#,
        MALFORMED,
        "organization",
    ),
    set_up(
        r#"{"token": "x", "organization": {}, "owner": {}}"#,
        INVALID,
        "organization.slug",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "one"}, "owner": {}}"#,
        INVALID,
        "organization.name",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "One", "name": "One"}, "owner": {}}"#,
        INVALID,
        "organization.slug",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "one", "name": ""}, "owner": {}}"#,
        INVALID,
        "organization.name",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "one", "name": "One", "plan": 1}, "owner": {}}"#,
        MALFORMED,
        "organization.plan",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "one", "name": "One"}, "owner": {}}"#,
        INVALID,
        "owner.email",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "one", "name": "One"}, "owner": {"email": "ada", "name": "Ada", "password": "correct horse battery"}}"#,
        INVALID,
        "owner.email",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "one", "name": "One"}, "owner": {"email": "ada@example.com", "name": "\u0000", "password": "correct horse battery"}}"#,
        INVALID,
        "owner.name",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "one", "name": "One"}, "owner": {"email": "ada@example.com", "name": "Ada", "password": "short"}}"#,
        INVALID,
        "owner.password",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "one", "name": "One"}, "owner": {"email": "ada@example.com", "name": "Ada", "role": "owner"}}"#,
        MALFORMED,
        "owner.role",
    ),
    set_up(
        r#"{"token": "x", "organization": {"slug": "one", "name": "One"}, "owner": {"email": "ada@example.com", "name": "Ada", "password": "correct horse battery"}}"#,
        "not_found",
        "",
    ),
    set_up(
        r#"{"token": "0000000000000000000000000000000000000000000000000000000000000000", "organization": {"slug": "one", "name": "One"}, "owner": {"email": "ada@example.com", "name": "Ada", "password": "correct horse battery"}}"#,
        "not_found",
        "",
    ),
];
