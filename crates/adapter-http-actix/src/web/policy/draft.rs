//! The form of the policy.

use aiia_keys_domain::{Days, Organization, RotationPeriod, ScopeSet};
use aiia_keys_ports::{Stored, Version};
use aiia_keys_usecases::organization::change_policy::Change;
use maud::{Markup, html};

use crate::{
    problem::Problem,
    routes::keys::body,
    web::{
        components::{Choice, Errors, Field, choice, error},
        form::Form,
        layout,
        rate_limit::{rate_limit, rate_limit_field, rate_limit_text},
        visit::Visit,
    },
};

/// What was typed, or what is so.
pub(super) struct Draft {
    lifetime: String,
    rotation: String,
    keys: String,
    rate_limit: String,
    sources_required: bool,
    scopes: Vec<String>,
    version: String,
}

impl Draft {
    /// The policy as it is.
    pub(super) fn of(organization: &Stored<Organization>) -> Self {
        let policy = organization.value.policy();
        let catalog = aiia_keys_domain::Catalog::aiia();
        let granted = catalog.opened_by(&policy.grantable);
        Self {
            lifetime: policy.maximum_lifetime.get().to_string(),
            rotation: policy.rotation_period.days().get().to_string(),
            keys: policy.maximum_active_keys.to_string(),
            rate_limit: rate_limit_text(policy.rate_limit),
            sources_required: policy.sources_required,
            scopes: granted.map(|entry| entry.scope().to_string()).collect(),
            version: organization.version.get().to_string(),
        }
    }

    pub(super) fn read(form: &Form) -> Self {
        let text = |name| form.text(name).trim().to_owned();
        Self {
            lifetime: text("lifetime"),
            rotation: text("rotation"),
            keys: text("keys"),
            rate_limit: text("rate_limit"),
            sources_required: form.text("sources_required") == "yes",
            scopes: form.all("scope").map(str::to_owned).collect(),
            version: text("version"),
        }
    }

    /// The version that the form was made from.
    pub(super) fn version(&self) -> Version {
        Version::new(self.version.parse().unwrap_or_default())
    }

    /// What to change, or a word about each field that is wrong.
    pub(super) fn change(
        &self,
        organization: &Stored<Organization>,
        errors: &mut Errors,
    ) -> Option<Change> {
        let lifetime = errors.take("lifetime", days("lifetime", &self.lifetime));
        let rotation = days("rotation", &self.rotation).and_then(|days| {
            RotationPeriod::new(days).map_err(|error| Problem::field("rotation", error))
        });
        let rotation = errors.take("rotation", rotation);
        let keys = self.keys.parse();
        let keys = errors.take(
            "keys",
            keys.map_err(|_| Problem::field("keys", "a whole number is expected, such as 1000")),
        );
        let rate_limit = errors.take("rate_limit", rate_limit(&self.rate_limit));
        let scopes = errors.take("scopes", body::scopes(&self.scopes));
        Some(Change {
            maximum_lifetime: Some(lifetime?),
            rotation_period: Some(rotation?),
            grantable: self.grantable(scopes?, organization),
            maximum_active_keys: Some(keys?),
            sources_required: Some(self.sources_required),
            rate_limit: Some(rate_limit?),
        })
    }

    /// A policy with a wildcard keeps it, unless something else than it opens is chosen.
    fn grantable(&self, chosen: ScopeSet, organization: &Stored<Organization>) -> Option<ScopeSet> {
        let same = Self::of(organization).scopes == self.scopes;
        (!same).then_some(chosen)
    }

    pub(super) fn form(&self, visit: &Visit, errors: &Errors) -> Markup {
        let number = |id, label, hint, value| Field {
            id,
            name: id,
            label,
            hint,
            kind: "number",
            value,
            autocomplete: "off",
            required: true,
        };
        html! {
            form.fields.card method="post" action="/settings/policy" {
                (layout::token(visit))
                input type="hidden" name="version" value=(self.version);
                (number("lifetime", "Longest life of a key, in days", "1 to 3650", &self.lifetime).show(errors))
                (number("rotation", "Rotation is due after, in days", "1 to 90; keys that are due are shown as such, and go on working", &self.rotation).show(errors))
                (number("keys", "Most active keys at once", "", &self.keys).show(errors))
                (rate_limit_field(&self.rate_limit, "For each key that has no limit of its own, such as 600/1m: 600 requests at once, then as many a minute. Empty is no limit.").show(errors))
                (choice(&Choice {
                    name: "sources_required", value: "yes",
                    label: html! { "Keys must be bound to networks" small { "A new key names the networks that it may be used from." } },
                    chosen: self.sources_required, refused: None,
                }, ""))
                fieldset.scopes id="scopes" {
                    legend { "Scopes that keys may have" }
                    div.choices {
                        @for entry in visit.state.env.catalog.entries() {
                            @let scope = entry.scope().to_string();
                            (choice(&Choice {
                                name: "scope", value: &scope, label: html! { code { (scope) } small { (entry.description()) } },
                                chosen: self.scopes.contains(&scope), refused: None,
                            }, entry.description()))
                        }
                    }
                    (error("scopes", errors, "scopes"))
                }
                div.actions { button.button.main type="submit" { "Save policy" } }
            }
        }
    }
}

fn days(field: &'static str, text: &str) -> Result<Days, Problem> {
    let number = text
        .parse()
        .map_err(|_| Problem::field(field, "a whole number of days is expected"))?;
    Days::new(number).map_err(|error| Problem::field(field, error))
}
