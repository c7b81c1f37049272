//! Keys.

pub(crate) mod change;
mod draft;
mod filter;
pub(crate) mod find;
mod frame;
pub(crate) mod generate;
pub(crate) mod list;
mod once;
pub(crate) mod revoke;
pub(crate) mod rotate;
mod row;
mod scopes;
mod shown;
mod sources;
mod usage;

use actix_web::HttpRequest;
use aiia_keys_domain::{Key, KeyId, Status, Timestamp};
use maud::{Markup, html};

use super::{visit::Visit, when};
use crate::{path, problem::Problem};

/// The key that an address names.
fn id(request: &HttpRequest) -> Result<KeyId, Problem> {
    let text = request.match_info().get("id").unwrap_or_default();
    path::uuid(text)
        .map(KeyId::from_uuid)
        .map_err(|_| Problem::not_found("there is no such key in your organization"))
}

/// How long before its expiry a key is shown to end soon: time enough to rotate it.
const SOON_DAYS: u64 = 14;

/// What a key is, and what there is to be done about it.
fn standing(visit: &Visit, key: &Key) -> Markup {
    let data = key.data();
    let status = key.status(visit.now);
    let active = status == Status::Active;
    let left = data.expires_at.saturating_since(visit.now);
    let soon = active && left.as_secs() < SOON_DAYS * 24 * 3600;
    let period = visit.organization.policy().rotation_period;
    html! {
        div.chips {
            (super::components::status(status))
            @if active && key.successor().is_some() {
                span.chip { "replaced" }
            }
            @if key.is_rotation_due(period, visit.now) {
                span.chip.caution { (super::components::Icon::Caution) "rotation due" }
            }
            @if soon {
                span.chip.caution { (super::components::Icon::Expired) "expires in " (when::span(left)) }
            }
        }
    }
}

/// When a key ends or ended: by its expiry, or by being revoked before.
fn end(key: &Key, now: Timestamp) -> (Timestamp, &'static str) {
    match key.revocation() {
        Some(revocation) => (revocation.at, "Revoked"),
        None if now >= key.data().expires_at => (key.data().expires_at, "Expired"),
        None => (key.data().expires_at, "Expires"),
    }
}
