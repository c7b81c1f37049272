//! The audit trail.

pub(crate) mod export;
mod filter;
pub(crate) mod list;
mod words;

use aiia_keys_domain::{KeyId, Subject, TrailEntry};
use maud::{Markup, html};

use super::{
    names::{self, Names},
    when,
};

/// Entries as a table, each in words.
pub(crate) fn entries(names: &Names, entries: &[TrailEntry]) -> Markup {
    html! {
        table {
            caption.hidden-text { "Entries of the audit trail, newest first" }
            thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } } }
            tbody {
                @for entry in entries {
                    tr {
                        td data-column="When" { (when::instant(entry.at())) }
                        td data-column="Who" { div { (names.actor(entry.actor())) } }
                        td data-column="What" { div { (words::words(names, entry)) } }
                    }
                }
            }
        }
    }
}

/// The keys that entries are about, or that did what they tell of.
pub(crate) fn keys(entries: &[TrailEntry]) -> impl Iterator<Item = KeyId> {
    entries.iter().flat_map(|entry| {
        let subject = match entry.subject() {
            Subject::Key(id) => Some(*id),
            _ => None,
        };
        let replaced = entry
            .details()
            .get("predecessor")
            .and_then(|id| id.parse().ok());
        [names::key_of(entry.actor()), subject, replaced]
            .into_iter()
            .flatten()
    })
}
