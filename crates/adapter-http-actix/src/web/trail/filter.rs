//! Which entries the list shows.

use aiia_keys_domain::{Member, Timestamp};
use aiia_keys_ports::{PageLimit, Stored, TrailFilter};
use aiia_keys_usecases::trail::list::Query;
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    cursor::{self, Sequence},
    query::Parameters,
    web::when,
};

/// What can be done, and what it is called.
const ACTIONS: [(&str, &str); 15] = [
    ("key.generated", "Key generated"),
    ("key.rotated", "Key rotated"),
    ("key.revoked", "Key revoked"),
    ("key.renamed", "Key renamed"),
    ("key.scopes_narrowed", "Scopes taken from a key"),
    ("key.sources_narrowed", "Addresses taken from a key"),
    ("member.joined", "Member added"),
    ("member.invited", "Member invited again"),
    ("member.role_changed", "Role changed"),
    ("member.password_set", "Password set"),
    ("member.removed", "Member removed"),
    ("organization.founded", "Organization founded"),
    ("organization.policy_changed", "Policy changed"),
    ("organization.suspended", "Organization suspended"),
    ("organization.resumed", "Suspension lifted"),
];

/// What was chosen, as it stands in the address. What cannot be read is left out.
#[derive(Debug)]
pub(super) struct Filter<'a> {
    action: &'a str,
    actor: &'a str,
    from: &'a str,
    until: &'a str,
    cursor: &'a str,
}

impl<'a> Filter<'a> {
    pub(super) fn read(parameters: &'a Parameters<'_>) -> Self {
        let text = |name| parameters.text(name).unwrap_or_default().trim();
        Self {
            action: text("action"),
            actor: text("actor"),
            from: text("from"),
            until: text("until"),
            cursor: text("cursor"),
        }
    }

    /// The query that the list is made with.
    pub(super) fn query(&self) -> Query {
        Query {
            filter: self.entries(),
            before: cursor::decode(self.cursor)
                .ok()
                .map(|Sequence(number)| number),
            limit: PageLimit::default(),
        }
    }

    /// Which entries it leaves.
    pub(super) fn entries(&self) -> TrailFilter {
        TrailFilter {
            subject: None,
            actor: self.actor.parse().ok(),
            action: self.action.parse().ok(),
            from: when::end_of(self.from).map(day_before),
            until: when::end_of(self.until),
        }
    }

    pub(super) fn is_later_page(&self) -> bool {
        !self.cursor.is_empty()
    }

    pub(super) fn first_page(&self) -> String {
        self.address("/settings/trail", "")
    }

    /// Where what it leaves comes as a file of this kind.
    pub(super) fn export(&self, extension: &str) -> String {
        self.address(&format!("/settings/trail.{extension}"), "")
    }

    pub(super) fn next_page(&self, sequence: u64) -> String {
        self.address("/settings/trail", &cursor::encode(&Sequence(sequence)))
    }

    fn address(&self, path: &str, cursor: &str) -> String {
        let pairs = [
            ("action", self.action),
            ("actor", self.actor),
            ("from", self.from),
            ("until", self.until),
            ("cursor", cursor),
        ];
        let set = pairs.iter().filter(|(_, value)| !value.is_empty());
        let set: Vec<String> = set
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
            .collect();
        format!("{path}?{}", set.join("&"))
    }

    /// The form.
    pub(super) fn show(&self, members: &[Stored<Member>]) -> Markup {
        html! {
            form.bar method="get" action="/settings/trail" role="search" aria-label="Entries" data-filter {
                div {
                    label for="filter-action" { "What" }
                    select id="filter-action" name="action" {
                        option value="" { "Anything" }
                        @for (action, word) in ACTIONS {
                            option value=(action) selected[self.action == action] { (word) }
                        }
                    }
                }
                div {
                    label for="filter-actor" { "Who" }
                    select id="filter-actor" name="actor" {
                        option value="" { "Anybody" }
                        @for member in members {
                            @let actor = format!("member:{}", member.value.id());
                            option value=(actor) selected[self.actor == actor] { (member.value.name()) }
                        }
                        option value="operator" selected[self.actor == "operator"] { "The operator" }
                        option value="system" selected[self.actor == "system"] { "The system" }
                    }
                }
                div {
                    label for="filter-from" { "From (UTC)" }
                    input id="filter-from" name="from" type="date" value=(self.from);
                }
                div {
                    label for="filter-until" { "Until (UTC)" }
                    input id="filter-until" name="until" type="date" value=(self.until);
                }
                noscript { button.button type="submit" { "Filter" } }
            }
        }
    }
}

fn day_before(end: Timestamp) -> Timestamp {
    end.saturating_sub(std::time::Duration::from_hours(24))
}
