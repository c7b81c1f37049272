//! What fields of bodies take, as far as the macros do not say it.

use serde_json::{Value, json};

use super::parameters::SCOPE;

/// What a field holds.
#[derive(Clone, Copy)]
enum Field {
    /// Visible text on one line, of at most so many characters; blank space around it is left out.
    Line(u32),
    /// Visible text with line breaks, of at most so many characters.
    Paragraphs(u32),
    Password,
    Email,
    Slug,
    Role,
    Scope,
    Scopes,
    Cidrs,
    Ids,
    Period,
    Duration,
    EntityCode,
}

/// The schema, its property, and what that holds.
const FIELDS: &[(&str, &str, Field)] = &[
    ("AcceptInvitation", "password", Field::Password),
    ("AddActionPlan", "description", Field::Paragraphs(10_000)),
    ("AddActionPlan", "owner", Field::Line(120)),
    ("AddMember", "email", Field::Email),
    ("AddMember", "name", Field::Line(120)),
    ("AddMember", "role", Field::Role),
    ("AddRecommendation", "text", Field::Paragraphs(10_000)),
    ("AttachEvidence", "evidence", Field::Ids),
    ("CreateFinding", "description", Field::Paragraphs(20_000)),
    ("CreateFinding", "title", Field::Line(200)),
    (
        "CreateTestProcedure",
        "description",
        Field::Paragraphs(10_000),
    ),
    ("CreateTestProcedure", "title", Field::Line(200)),
    ("Expiration", "period", Field::Period),
    ("FirstOrganization", "name", Field::Line(120)),
    ("FirstOrganization", "slug", Field::Slug),
    ("FirstOwner", "email", Field::Email),
    ("FirstOwner", "name", Field::Line(120)),
    ("FirstOwner", "password", Field::Password),
    ("GenerateKey", "allowed_cidrs", Field::Cidrs),
    ("GenerateKey", "label", Field::Line(80)),
    ("GenerateKey", "scopes", Field::Scopes),
    ("RevokeKey", "reason", Field::Line(200)),
    ("RotateKey", "overlap", Field::Duration),
    ("RotateKey", "scopes", Field::Scopes),
    ("SignIn", "email", Field::Email),
    ("SignIn", "organization", Field::Slug),
    ("UniverseEntity", "name", Field::Line(200)),
    ("UniverseEntity", "parent", Field::EntityCode),
    ("UpdateActionPlan", "note", Field::Paragraphs(2_000)),
    ("UpdateFinding", "description", Field::Paragraphs(20_000)),
    ("UpdateFinding", "title", Field::Line(200)),
    ("UpdateKey", "allowed_cidrs", Field::Cidrs),
    ("UpdateKey", "label", Field::Line(80)),
    ("UpdateKey", "scopes", Field::Scopes),
    ("UpdateMember", "role", Field::Role),
    ("UpdatePolicy", "grantable_scopes", Field::Scopes),
    ("Verify", "scope", Field::Scope),
];

/// Bodies that are not read by serde, which says of the others that they have no further fields.
const CLOSED: &[&str] = &["UploadEvidence", "Universe", "UniverseEntity"];

/// Completes the schemas of bodies.
pub(super) fn describe(document: &mut Value) {
    let schemas = &mut document["components"]["schemas"];
    for (schema, property, field) in FIELDS {
        let property = &mut schemas[*schema]["properties"][*property];
        for (keyword, value) in keywords(*field) {
            if let ("items", Some(items)) = (keyword, property.get_mut("items")) {
                merge(items, &value);
            } else {
                property[keyword] = value;
            }
        }
    }
    for schema in CLOSED {
        schemas[*schema]["additionalProperties"] = false.into();
    }
    // One of the two; the other one may be there as `null`.
    let one = |there: &str, absent: &str| {
        json!({
            "required": [there],
            "properties": { there: { "type": "string" }, absent: { "type": "null" } },
        })
    };
    schemas["Expiration"]["oneOf"] = json!([one("period", "at"), one("at", "period")]);
}

fn merge(target: &mut Value, more: &Value) {
    for (keyword, value) in more.as_object().into_iter().flatten() {
        target[keyword] = value.clone();
    }
}

fn keywords(field: Field) -> Vec<(&'static str, Value)> {
    match field {
        Field::Line(most) => text(most, r"^\s*[^\u0000-\u001f\u007f-\u009f]*\s*$"),
        Field::Paragraphs(most) => {
            text(most, r"^\s*[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*\s*$")
        }
        Field::Password => vec![("minLength", 12.into()), ("maxLength", 128.into())],
        Field::Email => vec![("format", "email".into()), ("maxLength", 254.into())],
        Field::Slug => vec![("pattern", "^[a-z][a-z0-9-]{0,38}[a-z0-9]$".into())],
        Field::Role => vec![("enum", json!(["owner", "administrator", "auditor"]))],
        Field::Scope => vec![("pattern", SCOPE.into())],
        Field::Scopes => vec![
            ("items", json!({ "pattern": SCOPE })),
            ("minItems", 1.into()),
        ],
        Field::Cidrs => {
            let address = "^[0-9A-Fa-f.:]{2,45}(/[0-9]{1,3})?$";
            let items = json!({ "pattern": address });
            vec![
                ("items", items),
                ("minItems", 1.into()),
                ("maxItems", 64.into()),
            ]
        }
        Field::Ids => vec![("items", json!({ "format": "uuid" }))],
        Field::Period => vec![("enum", json!(["30d", "90d", "1y", null]))],
        Field::Duration => vec![(
            "pattern",
            "^P([0-9]{1,3}W|([0-9]{1,3}D)?(T([0-9]{1,4}[HMS]){1,3})?)$".into(),
        )],
        Field::EntityCode => vec![("pattern", "^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$".into())],
    }
}

fn text(most: u32, pattern: &str) -> Vec<(&'static str, Value)> {
    let least = ("minLength", 1.into());
    vec![
        least,
        ("maxLength", most.into()),
        ("pattern", pattern.into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_one_of_a_body() {
        let document = crate::openapi::value();
        for (schema, property, _) in FIELDS {
            let schema = &document["components"]["schemas"][*schema];
            let described = &schema["properties"][*property]["description"];
            assert!(described.is_string(), "{property}");
            assert_eq!(schema["additionalProperties"], false, "{property}");
        }
    }
}
