//! The field for a rate limit.

use aiia_keys_domain::RateLimit;

use crate::{problem::Problem, web::components::Field};

/// What was typed; nothing is no limit of one's own.
pub(super) fn rate_limit(text: &str) -> Result<Option<RateLimit>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|error| Problem::field("rate_limit", error))
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
