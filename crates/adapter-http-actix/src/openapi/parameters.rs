//! What parameters and headers take, as far as the macros do not say it.

use aiia_keys_ports::KeyOrder;
use serde_json::{Value, json};

/// What a scope looks like.
pub(super) const SCOPE: &str = r"^(\*|(read|write|admin|\*):([a-z][a-z0-9_-]{0,62}|\*))$";

/// Name, keyword of its schema, and value.
const CONSTRAINTS: &[(&str, &str, &str)] = &[
    ("If-Match", "pattern", r#"^(\*|(W/)?"[!#-~]*")$"#),
    ("q", "pattern", "^[^\\u0000]+$"),
    ("scope", "pattern", SCOPE),
    ("digest", "pattern", "^[0-9A-Fa-f]{64}$"),
    ("Idempotency-Key", "pattern", "^[!-~]{1,255}$"),
    ("actor", "pattern", r"^[a-z][a-z_]{0,31}(:[!-~]{1,40})?$"),
    (
        "due_before",
        "pattern",
        "^(19[7-9][0-9]|[2-9][0-9]{3})-[0-9]{2}-[0-9]{2}$",
    ),
    (
        "action",
        "pattern",
        r"^[a-z][a-z_]{0,30}\.[a-z][a-z_]{0,30}$",
    ),
];

/// Completes the parameters of an operation.
pub(super) fn describe(operation: &mut Value) {
    let parameters = operation.get_mut("parameters");
    let parameters = parameters.and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        let Some(schema) = parameter.get_mut("schema") else {
            continue;
        };
        present(schema);
        for (constrained, keyword, value) in CONSTRAINTS {
            if name == *constrained {
                schema[*keyword] = (*value).into();
            }
        }
        match &*name {
            "ok" => schema["enum"] = json!([200, 204]),
            "sort" => {
                let orders: Vec<_> = KeyOrder::all().map(|order| order.to_string()).collect();
                schema["enum"] = orders.into();
            }
            "usage" => schema["enum"] = json!(["daily"]),
            _ => {}
        }
    }
}

/// What may be left out is not `null` when it is there: an address and a header know no `null`.
fn present(schema: &mut Value) {
    if let Some(types) = schema.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            schema["type"] = only.clone();
        }
    }
    let choices = schema["oneOf"].as_array().cloned().unwrap_or_default();
    let mut choices = choices
        .into_iter()
        .filter(|choice| choice["type"] != "null");
    if let (Some(only), None) = (choices.next(), choices.next()) {
        *schema = only;
    }
}
