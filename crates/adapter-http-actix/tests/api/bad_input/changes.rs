//! Bodies of everything else that are wrong.

use super::{Case, body};

const fn update(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("PATCH /api/v1/keys/{id}", text, code, field)
}

const fn rotate(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/keys/{id}/rotate", text, code, field)
}

const fn revoke(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/keys/{id}/revoke", text, code, field)
}

const fn verify(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/verify", text, code, field)
}

const MALFORMED: &str = "malformed_body";
const INVALID: &str = "invalid_field";

pub(super) const CASES: &[Case] = &[
    // Changing.
    update("", MALFORMED, ""),
    update("[]", MALFORMED, ""),
    update(r#"["Renamed"]"#, MALFORMED, ""),
    update(r#"{"label": null}"#, MALFORMED, "label"),
    update(r#"{"label": ""}"#, INVALID, "label"),
    update(r#"{"status": "active"}"#, MALFORMED, "status"),
    update(
        r#"{"expires_at": "2027-02-01T00:00:00Z"}"#,
        MALFORMED,
        "expires_at",
    ),
    update(r#"{"scopes": null}"#, MALFORMED, "scopes"),
    update(r#"{"scopes": []}"#, INVALID, "scopes"),
    update(r#"{"scopes": ["read:*"]}"#, INVALID, "scopes"),
    update(r#"{"scopes": ["read:universe"]}"#, INVALID, "scopes"),
    update(r#"{"scopes": ["nonsense"]}"#, INVALID, "scopes[0]"),
    update(
        r#"{"label": "Renamed", "scopes": ["admin:*"]}"#,
        INVALID,
        "scopes",
    ),
    update(r#"{"allowed_cidrs": null}"#, MALFORMED, "allowed_cidrs"),
    update(r#"{"allowed_cidrs": []}"#, INVALID, "allowed_cidrs"),
    update(
        r#"{"allowed_cidrs": ["nowhere"]}"#,
        INVALID,
        "allowed_cidrs[0]",
    ),
    update(r#"{"rate_limit": 600}"#, MALFORMED, "rate_limit"),
    update(r#"{"rate_limit": "600/1m"}"#, MALFORMED, "rate_limit"),
    update(r#"{"rate_limit": {}}"#, INVALID, "rate_limit.requests"),
    update(
        r#"{"rate_limit": {"requests": 1}}"#,
        INVALID,
        "rate_limit.per",
    ),
    update(
        r#"{"rate_limit": {"requests": 0, "per": "PT1M"}}"#,
        INVALID,
        "rate_limit",
    ),
    update(
        r#"{"rate_limit": {"requests": 1, "per": "P2D"}}"#,
        INVALID,
        "rate_limit",
    ),
    update(
        r#"{"rate_limit": {"requests": -1, "per": "PT1M"}}"#,
        MALFORMED,
        "rate_limit.requests",
    ),
    // Rotating.
    rotate("[]", MALFORMED, ""),
    rotate("{", MALFORMED, ""),
    rotate(r#"{"overlap": 24}"#, MALFORMED, "overlap"),
    rotate(r#"{"overlap": ""}"#, INVALID, "overlap"),
    rotate(r#"{"overlap": "24h"}"#, INVALID, "overlap"),
    rotate(r#"{"overlap": "1 day"}"#, INVALID, "overlap"),
    rotate(r#"{"overlap": "P"}"#, INVALID, "overlap"),
    rotate(r#"{"overlap": "P1M"}"#, INVALID, "overlap"),
    rotate(r#"{"overlap": "-P1D"}"#, INVALID, "overlap"),
    rotate(r#"{"overlap": "P91D"}"#, INVALID, "overlap"),
    rotate(
        r#"{"overlap": "PT999999999999999999999S"}"#,
        INVALID,
        "overlap",
    ),
    rotate(r#"{"scopes": []}"#, INVALID, "scopes"),
    rotate(r#"{"scopes": ["read:*"]}"#, INVALID, "scopes"),
    rotate(r#"{"scopes": ["x"]}"#, INVALID, "scopes[0]"),
    rotate(
        r#"{"expiration": {"period": "2y"}}"#,
        INVALID,
        "expiration.period",
    ),
    rotate(
        r#"{"expiration": {"at": "2020-01-01T00:00:00Z"}}"#,
        INVALID,
        "expiration",
    ),
    rotate(r#"{"label": "a"}"#, MALFORMED, "label"),
    // Revoking.
    revoke("null", MALFORMED, ""),
    revoke(r#"{"reason": 7}"#, MALFORMED, "reason"),
    revoke(r#"{"reason": ""}"#, INVALID, "reason"),
    revoke(r#"{"reason": "a\nb"}"#, INVALID, "reason"),
    revoke(
        r#"{"reason": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}"#,
        INVALID,
        "reason",
    ),
    revoke(r#"{"at": "2027-02-01T00:00:00Z"}"#, MALFORMED, "at"),
    body(
        "POST /api/v1/self/revoke",
        r#"{"reason": "\u0007"}"#,
        INVALID,
        "reason",
    ),
    body(
        "POST /api/v1/self/revoke",
        r#"{"key": "x"}"#,
        MALFORMED,
        "key",
    ),
    body("POST /api/v1/self/revoke", "{", MALFORMED, ""),
    // Verifying.
    verify("", MALFORMED, ""),
    verify("{}", INVALID, "key"),
    verify(r#"{"key": null}"#, INVALID, "key"),
    verify(r#"{"key": 7}"#, MALFORMED, "key"),
    verify(r#"{"key": "x", "scope": "findings"}"#, INVALID, "scope"),
    verify(
        r#"{"key": "x", "scope": ["read:findings"]}"#,
        MALFORMED,
        "scope",
    ),
    verify(r#"{"key": "x", "source": "localhost"}"#, INVALID, "source"),
    verify(r#"{"key": "x", "source": "10.0.0.0/8"}"#, INVALID, "source"),
    verify(r#"{"token": "x"}"#, MALFORMED, "token"),
];
