//! Which keys the list shows, and in which order.

use aiia_keys_domain::Catalog;
use aiia_keys_ports::{KeyOrder, KeyOrderBy, KeyPosition, PageLimit, PageRequest};
use aiia_keys_usecases::key::list::Query;
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{list::STATUSES, scopes::capital};
use crate::{
    cursor::{self, KeyPlace},
    query::Parameters,
    routes::keys::list::search,
    web::components::Icon,
};

/// What was chosen, as it stands in the address. What cannot be read is left out.
#[derive(Debug)]
pub(super) struct Filter<'a> {
    text: &'a str,
    status: &'a str,
    scope: &'a str,
    order: KeyOrder,
    cursor: &'a str,
}

/// The orders, and what they are called.
const ORDERS: [(KeyOrderBy, bool, &str); 8] = [
    (KeyOrderBy::Created, true, "newest first"),
    (KeyOrderBy::Created, false, "oldest first"),
    (KeyOrderBy::Label, false, "by label, A to Z"),
    (KeyOrderBy::Label, true, "by label, Z to A"),
    (KeyOrderBy::LastUsed, true, "last used first"),
    (KeyOrderBy::LastUsed, false, "never used first"),
    (KeyOrderBy::Expires, false, "next to expire first"),
    (KeyOrderBy::Expires, true, "last to expire first"),
];

/// Keys on a page.
const LIMIT: u32 = 50;

impl<'a> Filter<'a> {
    pub(super) fn read(parameters: &'a Parameters<'_>) -> Self {
        let text = |name| parameters.text(name).unwrap_or_default().trim();
        Self {
            text: text("q"),
            status: text("status"),
            scope: text("scope"),
            order: text("sort").parse().unwrap_or_default(),
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
            order: self.order,
            page: PageRequest {
                after: cursor::decode(self.cursor)
                    .ok()
                    .and_then(|place: KeyPlace| place.within(self.order).ok()),
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
        self.address(self.order, "")
    }

    pub(super) fn next_page(&self, position: KeyPosition) -> String {
        let order = self.order;
        self.address(order, &cursor::encode(&KeyPlace { order, position }))
    }

    /// The order in words.
    pub(super) fn order_in_words(&self) -> &'static str {
        let shown = |(by, descending, _): &&(_, _, _)| {
            KeyOrder {
                by: *by,
                descending: *descending,
            } == self.order
        };
        ORDERS.iter().find(shown).map_or("", |(_, _, words)| words)
    }

    /// The head of a column by which the list can go. Another click turns it around.
    pub(super) fn head(&self, by: KeyOrderBy, name: &str) -> Markup {
        let current = self.order.by == by;
        let descending = if current {
            !self.order.descending
        } else {
            // What people look for first: the latest, but labels from A and expiries from the next.
            matches!(by, KeyOrderBy::Created | KeyOrderBy::LastUsed)
        };
        let direction = if self.order.descending {
            "descending"
        } else {
            "ascending"
        };
        html! {
            th scope="col" aria-sort=[current.then_some(direction)] {
                a.sort href=(self.address(KeyOrder { by, descending }, "")) {
                    (name)
                    @if current {
                        (if self.order.descending { Icon::Down } else { Icon::Up })
                    }
                }
            }
        }
    }

    fn address(&self, order: KeyOrder, cursor: &str) -> String {
        let sort = Some(order).filter(|order| *order != KeyOrder::default());
        let sort = sort.map(|order| order.to_string()).unwrap_or_default();
        let pairs = [
            ("q", self.text),
            ("status", self.status),
            ("scope", self.scope),
            ("sort", &sort),
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
                div {
                    label for="filter-sort" { "Order" }
                    select id="filter-sort" name="sort" {
                        @for (by, descending, words) in ORDERS {
                            @let order = KeyOrder { by, descending };
                            @let value = if order == KeyOrder::default() { String::new() } else { order.to_string() };
                            option value=(value) selected[self.order == order] { (capital(words)) }
                        }
                    }
                }
                noscript { button.button type="submit" { "Show" } }
            }
        }
    }
}
