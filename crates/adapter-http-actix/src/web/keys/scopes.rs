//! The choice of scopes.

use aiia_keys_domain::{Key, PermissionLevel, ScopeSet};
use aiia_keys_usecases::scope::list::Offer;
use maud::{Markup, html};

use crate::{
    problem::Problem,
    routes::keys::body,
    web::{
        components::{Choice, Errors, choice, error},
        visit::Visit,
    },
};

const LEVELS: [PermissionLevel; 4] = [
    PermissionLevel::ReadOnly,
    PermissionLevel::WriteOnly,
    PermissionLevel::WriteAndUpdate,
    PermissionLevel::FullAccess,
];

/// The least that frequent jobs need: what it is for, and its scopes.
pub(super) const PRESETS: [(&str, &str); 5] = [
    ("Reporting", "read:universe read:findings"),
    ("Ticketing system", "read:findings write:findings"),
    ("Evidence collection", "write:evidence"),
    ("Organization sync", "admin:sync"),
    ("Key automation", "admin:keys"),
];

/// A field of scopes; `held` is the most there can be, where a key is replaced.
pub(super) struct Scopes<'a> {
    pub(super) offers: &'a [Offer],
    pub(super) chosen: &'a [String],
    pub(super) held: Option<&'a ScopeSet>,
    pub(super) hint: &'a str,
}

impl Scopes<'_> {
    pub(super) fn show(&self, visit: &Visit, errors: &Errors, presets: Option<Markup>) -> Markup {
        let wrong = errors.of("scopes").is_some();
        html! {
            fieldset.scopes id="scopes" aria-describedby=[wrong.then_some("scopes-error")] {
                legend { "Scopes" }
                p.hint { (self.hint) }
                @if let Some(presets) = presets { (presets) }
                @for level in LEVELS {
                    @let offers: Vec<&Offer> = self.offers.iter().filter(|offer| offer.entry.level() == level && self.can_be(offer)).collect();
                    @if !offers.is_empty() {
                        h2.group { (level) }
                        div.choices { @for offer in offers { (self.offer(visit, offer)) } }
                    }
                }
                (error("scopes", errors, "scopes"))
            }
        }
    }

    /// Whether it makes sense to offer a scope at all.
    fn can_be(&self, offer: &Offer) -> bool {
        self.held
            .is_none_or(|held| held.allows(offer.entry.scope()))
    }

    fn offer(&self, visit: &Visit, offer: &Offer) -> Markup {
        let scope = offer.entry.scope().to_string();
        let refused = (!offer.grantable).then(|| {
            if visit
                .organization
                .policy()
                .grantable
                .allows(offer.entry.scope())
            {
                "Your role does not hold this, so you cannot hand it out."
            } else {
                "Your organization's policy does not let keys have this."
            }
        });
        let label = html! { code { (scope) } small { (capital(offer.entry.description())) } };
        let shown = Choice {
            name: "scope",
            value: &scope,
            label,
            chosen: offer.grantable && self.chosen.contains(&scope),
            refused,
        };
        choice(&shown, offer.entry.description())
    }
}

/// The scopes that a key shall be left with, or nothing when it keeps what it has: a wildcard stays
/// one unless less than all of what it opens is chosen.
///
/// # Errors
/// When none was chosen, or one is none.
pub(super) fn fewer(
    visit: &Visit,
    key: &Key,
    chosen: &[String],
) -> Result<Option<ScopeSet>, Problem> {
    if chosen.is_empty() {
        return Err(Problem::field("scopes", "choose at least one scope"));
    }
    let scopes = body::scopes(chosen)?;
    let held = key.data().scopes.as_set();
    let mut opened = visit.state.env.catalog.opened_by(held);
    let all = opened.all(|entry| scopes.contains(entry.scope()));
    Ok((!all).then_some(scopes))
}

pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
