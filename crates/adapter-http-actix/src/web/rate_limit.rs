//! The field for a rate limit.

use aiia_keys_domain::RateLimit;
use maud::{Markup, html};

use crate::{
    problem::Problem,
    web::{
        components::{Errors, Field},
        visit::Visit,
        when,
    },
};

/// What was typed; nothing is no limit of one's own.
pub(super) fn rate_limit(text: &str) -> Result<Option<RateLimit>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|error| Problem::field("rate_limit", error))
}

/// A limit as it is typed.
pub(super) fn rate_limit_text(limit: Option<RateLimit>) -> String {
    limit.map_or_else(String::new, |limit| limit.to_string())
}

/// The field, with what was typed.
pub(super) const fn rate_limit_field<'a>(value: &'a str, hint: &'a str) -> Field<'a> {
    Field {
        id: "rate_limit",
        name: "rate_limit",
        label: "Rate limit",
        hint,
        kind: "text",
        value,
        autocomplete: "off",
        required: false,
    }
}

/// How often a key may be used, where that is not left to the policy.
pub(super) fn own_rate_limit(visit: &Visit, typed: &str, errors: &Errors) -> Markup {
    let default = match visit.organization.policy().rate_limit {
        Some(limit) => format!("the policy's {}", when::rate(limit)),
        None => "no limit".to_owned(),
    };
    let hint = format!(
        "Such as 600/1m: 600 requests at once, then as many a minute. Leave empty for {default}."
    );
    let open = errors.of("rate_limit").is_some() || !typed.is_empty();
    html! {
        details open[open] {
            summary { "Rate limit" }
            (rate_limit_field(typed, &hint).show(errors))
        }
    }
}
