//! What operations answer that nobody has to write at each of them.

use serde_json::{Value, json};

use crate::operations::Access;

/// Every operation refuses what it does not understand.
const ALL: &[(&str, &str)] = &[("400", "The request cannot be understood")];
/// Where it must be known who is calling.
const KNOWN: &[(&str, &str)] = &[
    ("401", "The caller is not known"),
    ("403", "The caller may not do this"),
];
/// Where a key may call.
const KEYS: &[(&str, &str)] = &[(
    "429",
    "The key was used too often; `RateLimit` on every answer says what it has left",
)];
/// Where there is a body.
const BODY: &[(&str, &str)] = &[
    ("408", "The body did not arrive in time"),
    ("413", "The body is too large"),
    ("415", "The body is of another type"),
];

/// Adds them to an operation, and what is left to all.
pub(super) fn describe(operation: &mut Value, access: Access) {
    let mut statuses = ALL.to_vec();
    if access != Access::Open {
        statuses.extend(KNOWN);
    }
    if access.is_for_keys() {
        statuses.extend(KEYS);
    }
    if operation.get("requestBody").is_some() {
        statuses.extend(BODY);
    }
    statuses.push(("default", "Another failure"));
    for (status, description) in statuses {
        add(operation, status, description);
    }
}

/// What an operation says itself stands.
fn add(operation: &mut Value, status: &str, description: &str) {
    let responses = &mut operation["responses"];
    if responses.get(status).is_none() {
        responses[status] = json!({
            "description": description,
            "content": {
                "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
            },
        });
    }
}
