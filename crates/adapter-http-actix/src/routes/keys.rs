//! An organization's keys.

pub(crate) mod body;
pub(crate) mod find;
pub(crate) mod generate;
pub(crate) mod list;
pub(crate) mod revoke;
pub(crate) mod rotate;
pub(crate) mod update;
pub(crate) mod usage;
pub(crate) mod used;
pub(crate) mod view;

/// Where a key is found.
fn location(id: aiia_keys_domain::KeyId) -> (&'static str, String) {
    ("Location", format!("/api/v1/keys/{id}"))
}
