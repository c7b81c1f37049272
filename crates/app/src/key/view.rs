//! A key as people and programs read it: never more of it than its mask.

use aiia_keys_domain::{Key, Timestamp};
use serde_json::{Value, json};

/// A key in one line.
pub(super) fn line(key: &Key, now: Timestamp) -> String {
    let data = key.data();
    format!(
        "{}  {}  {:7}  expires {}  [{}]  {}",
        data.id,
        data.mask,
        key.status(now).as_str(),
        data.expires_at,
        data.scopes,
        data.label,
    )
}

/// Keys as a JSON array.
pub(super) fn json(keys: &[Key], now: Timestamp) -> Value {
    let shown = keys.iter().map(|key| {
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
            "created_at": data.created_at.to_string(),
            "created_by": data.created_by.to_string(),
            "expires_at": data.expires_at.to_string(),
            "successor": key.successor().map(|id| id.to_string()),
        })
    });
    shown.collect()
}
