//! Which keys the list shows.

use aiia_keys_domain::Catalog;
use aiia_keys_ports::{PageLimit, PageRequest, Position};
use aiia_keys_usecases::key::list::Query;
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::list::STATUSES;
use crate::{cursor, query::Parameters, routes::keys::list::search};

/// What was chosen, as it stands in the address. What cannot be read is left out.
#[derive(Debug)]
pub(super) struct Filter<'a> {
    text: &'a str,
    status: &'a str,
    scope: &'a str,
    cursor: &'a str,
}

/// Keys on a page.
const LIMIT: u32 = 50;

impl<'a> Filter<'a> {
    pub(super) fn read(parameters: &'a Parameters<'_>) -> Self {
        let text = |name| parameters.text(name).unwrap_or_default().trim();
        Self {
            text: text("q"),
            status: text("status"),
            scope: text("scope"),
            cursor: text("cursor"),
        }
    }

    /// The query that the list is made with.
    pub(super) fn query(&self) -> Query {
        Query {
            status: self.status.parse().ok(),
            allows: self.scope.parse().ok(),
            label_contains: search(self.text).ok(),
            rotation_due: self.status == "rotation_due",
            page: PageRequest {
                after: cursor::decode(self.cursor).ok(),
                limit: PageLimit::new(LIMIT).unwrap_or_default(),
            },
        }
    }

    /// Whether it leaves anything out.
    pub(super) fn is_set(&self) -> bool {
        [self.text, self.status, self.scope, self.cursor]
            .iter()
            .any(|part| !part.is_empty())
    }

    pub(super) fn is_later_page(&self) -> bool {
        !self.cursor.is_empty()
    }

    pub(super) fn first_page(&self) -> String {
        self.address("")
    }

    pub(super) fn next_page(&self, place: &Position) -> String {
        self.address(&cursor::encode(place))
    }

    fn address(&self, cursor: &str) -> String {
        let pairs = [
            ("q", self.text),
            ("status", self.status),
            ("scope", self.scope),
            ("cursor", cursor),
        ];
        let set: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
            .collect();
        if set.is_empty() {
            "/settings/keys".to_owned()
        } else {
            format!("/settings/keys?{}", set.join("&"))
        }
    }

    /// The form.
    pub(super) fn show(&self) -> Markup {
        html! {
            form.bar method="get" action="/settings/keys" role="search" aria-label="Keys" data-filter {
                div.grow {
                    label for="filter-q" { "Label contains" }
                    input id="filter-q" name="q" type="search" value=(self.text) maxlength="80" autocomplete="off";
                }
                div {
                    label for="filter-status" { "Status" }
                    select id="filter-status" name="status" {
                        option value="" { "Any status" }
                        @for (status, word) in STATUSES {
                            option value=(status) selected[self.status == status.as_str()] { (word) }
                        }
                        option value="rotation_due" selected[self.status == "rotation_due"] { "Rotation due" }
                    }
                }
                div {
                    label for="filter-scope" { "May use" }
                    select id="filter-scope" name="scope" {
                        option value="" { "Any scope" }
                        @for entry in Catalog::aiia().entries() {
                            @let scope = entry.scope().to_string();
                            option value=(scope) selected[self.scope == scope] { (scope) }
                        }
                    }
                }
                noscript { button.button type="submit" { "Filter" } }
            }
        }
    }
}
