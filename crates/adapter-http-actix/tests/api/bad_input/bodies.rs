//! Bodies of new keys that are wrong.

use super::{Case, body};

const fn generate(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/keys", text, code, field)
}

const MALFORMED: &str = "malformed_body";
const INVALID: &str = "invalid_field";

pub(super) const CASES: &[Case] = &[
    // JSON itself.
    generate("", MALFORMED, ""),
    generate(" ", MALFORMED, ""),
    generate("{", MALFORMED, ""),
    generate("}", MALFORMED, ""),
    generate("nonsense", MALFORMED, ""),
    generate("null", MALFORMED, ""),
    generate("true", MALFORMED, ""),
    generate("7", MALFORMED, ""),
    generate("-", MALFORMED, ""),
    generate("NaN", MALFORMED, ""),
    generate("\"text\"", MALFORMED, ""),
    generate("{} {}", MALFORMED, ""),
    generate("{},", MALFORMED, ""),
    generate("{'label': 'a'}", MALFORMED, ""),
    generate("{label: \"a\"}", MALFORMED, ""),
    generate("{\"label\": \"a\",}", MALFORMED, ""),
    generate("{\"label\": \"a\nb\"}", MALFORMED, "label"),
    generate("{\"label\": \"\\ud800\"}", MALFORMED, "label"),
    generate("{\"label\": \"\\x41\"}", MALFORMED, "label"),
    generate("/* c */ {}", MALFORMED, ""),
    generate("\u{FEFF}{}", MALFORMED, ""),
    generate("label=a&scopes=read:findings", MALFORMED, ""),
    generate("<key/>", MALFORMED, ""),
    // Fields that are unknown, repeated, missing or of another type.
    generate(r#"{"name": "a"}"#, MALFORMED, "name"),
    generate(r#"{"Label": "a"}"#, MALFORMED, "Label"),
    generate(r#"{"label ": "a"}"#, MALFORMED, "label "),
    generate(r#"{"": "a"}"#, MALFORMED, ""),
    generate(r#"{"__proto__": {}}"#, MALFORMED, "__proto__"),
    generate(
        r#"{"organization": "018bcfe5-687b-7102-8304-05060708090a"}"#,
        MALFORMED,
        "organization",
    ),
    generate(
        r#"{"id": "018bcfe5-687b-7102-8304-05060708090a"}"#,
        MALFORMED,
        "id",
    ),
    generate(r#"{"label": "a", "label": "b"}"#, MALFORMED, "label"),
    generate(r"{}", INVALID, "label"),
    generate(r#"{"label": null}"#, INVALID, "label"),
    generate(r#"{"label": 7}"#, MALFORMED, "label"),
    generate(r#"{"label": true}"#, MALFORMED, "label"),
    generate(r#"{"label": ["a"]}"#, MALFORMED, "label"),
    generate(r#"{"label": {"a": 1}}"#, MALFORMED, "label"),
    generate(r#"{"label": 1e999}"#, MALFORMED, "label"),
    generate(r#"{"label": "a"}"#, INVALID, "scopes"),
    generate(
        r#"{"label": "a", "scopes": "read:findings"}"#,
        MALFORMED,
        "scopes",
    ),
    generate(r#"{"label": "a", "scopes": {}}"#, MALFORMED, "scopes"),
    generate(r#"{"label": "a", "scopes": [7]}"#, MALFORMED, "scopes[0]"),
    generate(
        r#"{"label": "a", "scopes": ["read:findings", null]}"#,
        MALFORMED,
        "scopes[1]",
    ),
    generate(
        r#"{"label": "a", "scopes": [["read:findings"]]}"#,
        MALFORMED,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"]}"#,
        INVALID,
        "expiration",
    ),
    // Labels.
    generate(r#"{"label": ""}"#, INVALID, "label"),
    generate(r#"{"label": "   "}"#, INVALID, "label"),
    generate(r#"{"label": "a\nb"}"#, INVALID, "label"),
    generate(r#"{"label": "a\u0000b"}"#, INVALID, "label"),
    generate(r#"{"label": "a\u001b[31m"}"#, INVALID, "label"),
    generate(r#"{"label": "a\u202eb"}"#, INVALID, "label"),
    generate(r#"{"label": "\u200b"}"#, INVALID, "label"),
    generate(r#"{"label": "a\u2028b"}"#, INVALID, "label"),
    generate(
        r#"{"label": "a 81 characters long label, which is one more than the 80 that are allowed for it"}"#,
        INVALID,
        "label",
    ),
    generate(
        r#"{"label": "aiia_key_live_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn"}"#,
        INVALID,
        "label",
    ),
    // Scopes.
    generate(
        r#"{"label": "a", "scopes": [], "expiration": {"period": "30d"}}"#,
        INVALID,
        "scopes",
    ),
    generate(r#"{"label": "a", "scopes": [""]}"#, INVALID, "scopes[0]"),
    generate(
        r#"{"label": "a", "scopes": ["findings"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings", "reed:findings"]}"#,
        INVALID,
        "scopes[1]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["READ:findings"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:Findings"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": [":findings"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings:all"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:find*"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": [" read:findings"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings write:findings"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:fіndings"]}"#,
        INVALID,
        "scopes[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:reports"], "expiration": {"period": "30d"}}"#,
        INVALID,
        "scopes",
    ),
    // Expirations.
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": null}"#,
        INVALID,
        "expiration",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": "30d"}"#,
        MALFORMED,
        "expiration",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": ["30d", null]}"#,
        MALFORMED,
        "expiration",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {}}"#,
        INVALID,
        "expiration",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"days": 30}}"#,
        MALFORMED,
        "expiration.days",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d", "at": "2027-02-01T00:00:00Z"}}"#,
        INVALID,
        "expiration",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "31d"}}"#,
        INVALID,
        "expiration.period",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30D"}}"#,
        INVALID,
        "expiration.period",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": ""}}"#,
        INVALID,
        "expiration.period",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": 30}}"#,
        MALFORMED,
        "expiration.period",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"at": "tomorrow"}}"#,
        INVALID,
        "expiration.at",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"at": "2027-02-01"}}"#,
        INVALID,
        "expiration.at",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"at": "2027-02-30T00:00:00Z"}}"#,
        INVALID,
        "expiration.at",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"at": "2027-02-01T00:00:00"}}"#,
        INVALID,
        "expiration.at",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"at": 1800000000}}"#,
        MALFORMED,
        "expiration.at",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"at": "2026-01-01T00:00:00Z"}}"#,
        INVALID,
        "expiration",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"at": "2027-01-15T08:00:00Z"}}"#,
        INVALID,
        "expiration",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"at": "9999-12-31T23:59:59Z"}}"#,
        "forbidden_by_policy",
        "expiration",
    ),
    // Addresses.
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}, "allowed_cidrs": []}"#,
        INVALID,
        "allowed_cidrs",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}, "allowed_cidrs": "10.0.0.0/8"}"#,
        MALFORMED,
        "allowed_cidrs",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}, "allowed_cidrs": ["10.0.0.0/8", "10.0.0.1/8"]}"#,
        INVALID,
        "allowed_cidrs[1]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}, "allowed_cidrs": ["10.0.0.0/33"]}"#,
        INVALID,
        "allowed_cidrs[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}, "allowed_cidrs": ["010.0.0.0/8"]}"#,
        INVALID,
        "allowed_cidrs[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}, "allowed_cidrs": ["example.com"]}"#,
        INVALID,
        "allowed_cidrs[0]",
    ),
    generate(
        r#"{"label": "a", "scopes": ["read:findings"], "expiration": {"period": "30d"}, "allowed_cidrs": ["fe80::1%eth0"]}"#,
        INVALID,
        "allowed_cidrs[0]",
    ),
];
