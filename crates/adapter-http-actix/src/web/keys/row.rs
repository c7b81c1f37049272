//! One key in the list.

use aiia_keys_domain::{Permission, Status};
use aiia_keys_ports::KeyOrderBy;
use aiia_keys_usecases::usage::UsedKey;
use maud::{Markup, html};

use super::{filter::Filter, standing, usage};
use crate::web::{components, names::Names, visit::Visit, when};

/// The names of the columns; by some of them the list can go.
pub(super) fn head(filter: &Filter<'_>) -> Markup {
    html! {
        tr {
            (filter.head(KeyOrderBy::Label, "Key"))
            th scope="col" { "Status" }
            th scope="col" { "Scopes" }
            (filter.head(KeyOrderBy::Created, "Made"))
            (filter.head(KeyOrderBy::LastUsed, "Last used"))
            (filter.head(KeyOrderBy::Expires, "Expires"))
            th scope="col" { span.hidden-text { "Actions" } }
        }
    }
}

/// A key, and what can be done with it.
pub(super) fn row(visit: &Visit, names: &Names, used: &UsedKey, new: bool) -> Markup {
    let key = &used.key.value;
    let data = key.data();
    let address = format!("/settings/keys/{}", data.id);
    let may = visit.caller.require(Permission::ManageKeys).is_ok();
    let status = key.status(visit.now);
    html! {
        tr.new[new] {
            th scope="row" {
                a href=(address) { (data.label) }
                div.mono.soft { (data.mask) }
            }
            td data-column="Status" { (standing(visit, key)) }
            td data-column="Scopes" { (components::scopes(data.scopes.as_set())) }
            td data-column="Made" {
                div { (when::day(data.created_at)) div.small.soft { "by " (names.actor(&data.created_by)) } }
            }
            td data-column="Last used" { (usage::brief(visit.now, used.last_use, used.daily.as_ref())) }
            td data-column="Expires" { (when::day(data.expires_at)) }
            td.last {
                @if may && status == Status::Active && key.successor().is_none() {
                    a.button.quiet.slim href={ (address) "/rotate" } data-dialog {
                        "Rotate" span.hidden-text { " " (data.label) }
                    }
                }
                @if may && status != Status::Revoked {
                    a.button.quiet.slim href={ (address) "/revoke" } data-dialog {
                        "Revoke" span.hidden-text { " " (data.label) }
                    }
                }
            }
        }
    }
}
