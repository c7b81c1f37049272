//! The canonical encoding of an entry: what its hash covers.

use super::TrailEntry;

/// The first byte of every encoding.
pub(super) const VERSION: u8 = 1;

/// Version, then every field but the hash, in the fixed order.
pub(super) fn canonical(entry: &TrailEntry) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(512);
    bytes.push(VERSION);
    push_field(&mut bytes, entry.previous().as_bytes());
    push_field(&mut bytes, entry.organization().as_bytes());
    push_field(&mut bytes, &entry.sequence().to_be_bytes());
    push_field(&mut bytes, &entry.at().unix_micros().to_be_bytes());
    push_field(&mut bytes, entry.actor().to_string().as_bytes());
    push_field(&mut bytes, entry.action().as_str().as_bytes());
    push_field(&mut bytes, entry.subject().to_string().as_bytes());
    // A request's id is never empty, so the empty field is free to mean that there is none.
    push_field(
        &mut bytes,
        entry.request_id().map_or("", |id| id.as_str()).as_bytes(),
    );
    push_field(&mut bytes, &details(entry));
    bytes
}

fn details(entry: &TrailEntry) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, value) in entry.details().iter() {
        push_field(&mut bytes, name.as_bytes());
        push_field(&mut bytes, value.as_bytes());
    }
    bytes
}

/// A field: its length in four bytes, big-endian, then its bytes.
pub(super) fn push_field(bytes: &mut Vec<u8>, field: &[u8]) {
    // The longest field is that of the details: 32 times a name of 64 and a value of 8192 bytes.
    let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(field);
}
