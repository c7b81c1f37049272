//! A key as people and programs read it: never more of it than its mask.

use aiia_keys_domain::{Key, KeyString, Timestamp};
use serde_json::{Value, json};

use crate::output;

/// Keys, one a line.
pub(super) fn table(keys: &[Key], now: Timestamp) -> String {
    let rows: Vec<_> = keys
        .iter()
        .map(|key| {
            let data = key.data();
            [
                data.id.to_string(),
                data.mask.to_string(),
                key.status(now).as_str().to_owned(),
                data.expires_at.to_string(),
                data.scopes.to_string(),
                data.label.to_string(),
            ]
        })
        .collect();
    output::table(["ID", "KEY", "STATUS", "EXPIRES", "SCOPES", "LABEL"], &rows)
}

/// One key on standard output.
pub(super) fn print(key: &Key, as_json: bool, now: Timestamp) {
    if as_json {
        output::result(format_args!("{:#}", json(key, now)));
    } else {
        output::result(table(std::slice::from_ref(key), now));
    }
}

/// A key that was just made, with its string: this once, on standard output, for a program.
pub(super) fn print_new(key: &Key, secret: &KeyString, now: Timestamp) {
    let mut shown = json(key, now);
    if let Value::Object(fields) = &mut shown {
        fields.insert("key".to_owned(), secret.expose().into());
    }
    output::result(format_args!("{shown:#}"));
}

/// A key as JSON.
pub(super) fn json(key: &Key, now: Timestamp) -> Value {
    let data = key.data();
    let scopes: Vec<String> = data
        .scopes
        .as_set()
        .iter()
        .map(ToString::to_string)
        .collect();
    json!({
        "id": data.id.to_string(),
        "label": data.label.as_str(),
        "mask": data.mask.to_string(),
        "status": key.status(now).as_str(),
        "scopes": scopes,
        "sources": data.sources.to_string(),
        "rate_limit": data.rate_limit.map(|limit| limit.to_string()),
        "created_at": data.created_at.to_string(),
        "created_by": data.created_by.to_string(),
        "expires_at": data.expires_at.to_string(),
        "successor": key.successor().map(|id| id.to_string()),
    })
}
