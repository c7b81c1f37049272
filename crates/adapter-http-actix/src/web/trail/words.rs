//! What an entry of the trail says, in words.

use aiia_keys_domain::{Details, KeyId, Timestamp, TrailEntry};
use maud::{Markup, html};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::web::{names::Names, when};

/// What happened. An action that this version does not know is shown as it is stored.
pub(super) fn words(names: &Names, entry: &TrailEntry) -> Markup {
    let subject = names.subject(entry.subject());
    let details = entry.details();
    let text = |name| details.get(name).unwrap_or("?");
    match entry.action().as_str() {
        "key.generated" => html! {
            "generated " (subject) " with " code { (text("scopes")) } ", until " (day(details, "expires_at"))
            @if let Some(replaced) = key(details, "predecessor") { ", to replace " (names.key(replaced)) }
        },
        "key.renamed" => {
            html! { "renamed " (subject) " from “" (text("from")) "” to “" (text("to")) "”" }
        }
        "key.scopes_narrowed" => html! {
            "took scopes from " (subject) ": " code { (text("from")) } " became " code { (text("to")) }
        },
        "key.sources_narrowed" => html! {
            "took addresses from " (subject) ": " code { (text("from")) } " became " code { (text("to")) }
        },
        "key.rate_limit_changed" => html! {
            "changed the rate limit of " (subject) " from " (limit(text("from"))) " to " (limit(text("to")))
        },
        "key.rotated" => html! {
            "rotated " (subject) "; the old key works until " (day(details, "works_until"))
        },
        "key.revoked" => html! {
            "revoked " (subject)
            @if let Some(reason) = details.get("reason") { ": “" (reason) "”" }
        },
        "member.joined" => html! { "added " (subject) " (" (text("email")) ") as " (text("role")) },
        "member.role_changed" => {
            html! { "made " (subject) " " (text("to")) ", who was " (text("from")) }
        }
        "member.invited" => html! { "invited " (subject) " again" },
        "member.password_set" => html! { "set a password" },
        "member.removed" => html! { "removed " (subject) },
        "organization.founded" => html! { "founded the organization “" (text("name")) "”" },
        "organization.suspended" => html! { "suspended the organization" },
        "organization.resumed" => html! { "lifted the suspension of the organization" },
        "organization.policy_changed" => html! { "changed the policy: " (changes(details)) },
        other => html! {
            code { (other) } " " (subject)
            @for (name, value) in details.iter() { ", " (name) ": " (value) }
        },
    }
}

/// A rate limit as the trail has it; without one of its own, a key has its organization's.
fn limit(text: &str) -> String {
    match text.parse() {
        Ok(limit) => when::rate(limit),
        Err(_) if text == "none" => "the organization's".to_owned(),
        Err(_) => text.to_owned(),
    }
}

/// What changed, of details that stand there with the sides `from` and `to`.
fn changes(details: &Details) -> Markup {
    let changed = details.iter().filter_map(|(name, old)| {
        let name = name.strip_prefix("from_")?;
        let new = details.get(&format!("to_{name}"))?;
        (old != new).then(|| (name.replace('_', " "), old, new))
    });
    html! {
        @for (index, (name, old, new)) in changed.enumerate() {
            @if index > 0 { "; " }
            (name) " from " (old) " to " (new)
        }
    }
}

fn day(details: &Details, name: &str) -> Markup {
    let text = details.get(name).unwrap_or_default();
    let at = OffsetDateTime::parse(text, &Rfc3339);
    html! { @if let Ok(at) = at { (when::instant(Timestamp::from(at))) } @else { (text) } }
}

fn key(details: &Details, name: &str) -> Option<KeyId> {
    details.get(name)?.parse().ok()
}
