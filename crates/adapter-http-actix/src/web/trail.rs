//! The audit trail.

pub(crate) mod export;
mod filter;
pub(crate) mod list;
mod words;

use aiia_keys_domain::TrailEntry;
use maud::{Markup, html};

use super::{
    names::{Named, Names},
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

/// Who and what entries are about.
pub(crate) fn named(entries: &[TrailEntry]) -> impl Iterator<Item = Named> {
    entries.iter().flat_map(|entry| {
        let predecessor = entry.details().get("predecessor");
        let predecessor = predecessor.and_then(|id| id.parse().ok()).map(Named::Key);
        let (actor, subject) = (entry.actor(), entry.subject());
        [Named::actor(actor), Named::subject(subject), predecessor]
            .into_iter()
            .flatten()
    })
}
