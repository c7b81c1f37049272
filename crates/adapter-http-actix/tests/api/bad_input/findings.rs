//! Bodies of findings, and of what belongs to them, that are wrong.

use super::{Case, body};

const fn create(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/findings", text, code, field)
}

const fn update(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("PATCH /api/v1/findings/{finding}", text, code, field)
}

const fn recommend(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body(
        "POST /api/v1/findings/{finding}/recommendations",
        text,
        code,
        field,
    )
}

const fn plan(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body(
        "POST /api/v1/findings/{finding}/action-plans",
        text,
        code,
        field,
    )
}

const fn go(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("PATCH /api/v1/action-plans/{plan}", text, code, field)
}

const MALFORMED: &str = "malformed_body";
const INVALID: &str = "invalid_field";
const WRONG: &str = "wrong_status";

pub(super) const CASES: &[Case] = &[
    // New findings.
    create("", MALFORMED, ""),
    create("[]", MALFORMED, ""),
    create("{}", INVALID, "entity"),
    create(r#"{"entity": null}"#, INVALID, "entity"),
    create(r#"{"entity": 7}"#, MALFORMED, "entity"),
    create(r#"{"entity": "FIN"}"#, INVALID, "entity"),
    create(
        r#"{"entity": "018bcfe5687b7102830405060708090a"}"#,
        INVALID,
        "entity",
    ),
    create(r#"{"entity": "{entity}"}"#, INVALID, "title"),
    create(r#"{"entity": "{entity}", "title": ""}"#, INVALID, "title"),
    create(r#"{"entity": "{entity}", "title": " "}"#, INVALID, "title"),
    create(
        r#"{"entity": "{entity}", "title": "a\nb"}"#,
        INVALID,
        "title",
    ),
    create(
        r#"{"entity": "{entity}", "title": "a\u202eb"}"#,
        INVALID,
        "title",
    ),
    create(
        r#"{"entity": "{entity}", "title": "a\u0000b"}"#,
        INVALID,
        "title",
    ),
    create(
        r#"{"entity": "{entity}", "title": ["a"]}"#,
        MALFORMED,
        "title",
    ),
    create(
        r#"{"entity": "{entity}", "title": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccccccccccccccccccccccccc ddddddddddddddddddddddddddddddddddddddd eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"}"#,
        INVALID,
        "title",
    ),
    create(
        r#"{"entity": "{entity}", "title": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}"#,
        INVALID,
        "title",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T"}"#,
        INVALID,
        "description",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "\t"}"#,
        INVALID,
        "description",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "a\u200bb"}"#,
        INVALID,
        "description",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D"}"#,
        INVALID,
        "severity",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D", "severity": "High"}"#,
        INVALID,
        "severity",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D", "severity": ""}"#,
        INVALID,
        "severity",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D", "severity": 3}"#,
        MALFORMED,
        "severity",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D", "severity": "low", "raised_on": null}"#,
        MALFORMED,
        "raised_on",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D", "severity": "low", "raised_on": "2027-02-30"}"#,
        INVALID,
        "raised_on",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D", "severity": "low", "raised_on": "2027-01-17"}"#,
        INVALID,
        "raised_on",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D", "severity": "low", "raised_on": "1969-12-31"}"#,
        INVALID,
        "raised_on",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D", "severity": "low", "issued": "yes"}"#,
        MALFORMED,
        "issued",
    ),
    create(
        r#"{"entity": "{entity}", "title": "T", "description": "D", "severity": "low", "issued": null}"#,
        MALFORMED,
        "issued",
    ),
    create(
        r#"{"entity": "018bcfe5-687b-7102-8304-05060708090a", "title": "T", "description": "D", "severity": "low"}"#,
        INVALID,
        "entity",
    ),
    create(
        r#"{"entity": "{entity}", "status": "closed"}"#,
        MALFORMED,
        "status",
    ),
    create(r#"{"id": "{entity}"}"#, MALFORMED, "id"),
    create(r#"{"organization": "{entity}"}"#, MALFORMED, "organization"),
    // Changes.
    update("", MALFORMED, ""),
    update("null", MALFORMED, ""),
    update(r#"["T"]"#, MALFORMED, ""),
    update(r#"{"title": null}"#, MALFORMED, "title"),
    update(r#"{"title": ""}"#, INVALID, "title"),
    update(r#"{"description": null}"#, MALFORMED, "description"),
    update(r#"{"description": ""}"#, INVALID, "description"),
    update(r#"{"severity": "none"}"#, INVALID, "severity"),
    update(r#"{"status": "Closed"}"#, INVALID, "status"),
    update(r#"{"status": "draft"}"#, WRONG, "status"),
    update(r#"{"status": "closed"}"#, WRONG, "status"),
    update(r#"{"entity": "x"}"#, INVALID, "entity"),
    update(
        r#"{"entity": "018bcfe5-687b-7102-8304-05060708090a"}"#,
        INVALID,
        "entity",
    ),
    update(r#"{"title": "T", "severity": "none"}"#, INVALID, "severity"),
    update(r#"{"title": "T", "status": "draft"}"#, WRONG, "status"),
    update(r#"{"raised_on": "2027-01-14"}"#, MALFORMED, "raised_on"),
    update(
        r#"{"closed_at": "2027-01-14T00:00:00Z"}"#,
        MALFORMED,
        "closed_at",
    ),
    // Recommendations.
    recommend("", MALFORMED, ""),
    recommend("{}", INVALID, "text"),
    recommend(r#"{"text": null}"#, INVALID, "text"),
    recommend(r#"{"text": ""}"#, INVALID, "text"),
    recommend(r#"{"text": "\u2066"}"#, INVALID, "text"),
    recommend(r#"{"text": 1}"#, MALFORMED, "text"),
    recommend(r#"{"text": "a", "text": "b"}"#, MALFORMED, "text"),
    recommend(r#"{"text": "a", "by": "me"}"#, MALFORMED, "by"),
    // Action plans.
    plan("", MALFORMED, ""),
    plan("{}", INVALID, "description"),
    plan(r#"{"description": "D"}"#, INVALID, "owner"),
    plan(r#"{"description": "D", "owner": "a\nb"}"#, INVALID, "owner"),
    plan(r#"{"description": "D", "owner": "O"}"#, INVALID, "due_on"),
    plan(
        r#"{"description": "D", "owner": "O", "due_on": "soon"}"#,
        INVALID,
        "due_on",
    ),
    plan(
        r#"{"description": "D", "owner": "O", "due_on": "2027-01-13"}"#,
        INVALID,
        "due_on",
    ),
    plan(
        r#"{"description": "D", "owner": "O", "due_on": "10000-01-01"}"#,
        INVALID,
        "due_on",
    ),
    plan(
        r#"{"description": "D", "owner": "O", "due_on": "2027-06-30", "recommendation": null}"#,
        MALFORMED,
        "recommendation",
    ),
    plan(
        r#"{"description": "D", "owner": "O", "due_on": "2027-06-30", "recommendation": "x"}"#,
        INVALID,
        "recommendation",
    ),
    plan(
        r#"{"description": "D", "owner": "O", "due_on": "2027-06-30", "recommendation": "{finding}"}"#,
        INVALID,
        "recommendation",
    ),
    plan(r#"{"status": "verified"}"#, MALFORMED, "status"),
    // Moves.
    go("", MALFORMED, ""),
    go("{}", INVALID, "status"),
    go(r#"{"status": null}"#, INVALID, "status"),
    go(r#"{"status": "done"}"#, INVALID, "status"),
    go(r#"{"status": "planned"}"#, WRONG, "status"),
    go(r#"{"status": "implemented"}"#, WRONG, "status"),
    go(
        r#"{"status": "verified", "note": "at once"}"#,
        WRONG,
        "status",
    ),
    go(
        r#"{"status": "in_progress", "note": null}"#,
        MALFORMED,
        "note",
    ),
    go(r#"{"status": "in_progress", "note": ""}"#, INVALID, "note"),
    go(
        r#"{"status": "in_progress", "owner": "me"}"#,
        MALFORMED,
        "owner",
    ),
    go(r#"{"note": "only a note"}"#, INVALID, "status"),
];
