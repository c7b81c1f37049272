//! Fields that several operations on keys have in common.

use aiia_keys_domain::{
    AddressList, Expiration, InvalidAddressList, InvalidScopeSet, Label, ScopeSet, SourceAddresses,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{instant::instant, json::Object, problem::Problem};

/// When a key ends: `period` or `at`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Expiration, example = json!({"period": "90d"}))]
pub(crate) struct ExpirationBody {
    /// `30d`, `90d` or `1y`, counted from now.
    period: Option<String>,
    /// An instant of one's choice (RFC 3339), within what the organization's policy allows.
    #[schema(format = DateTime)]
    at: Option<String>,
}

impl TryFrom<Object<ExpirationBody>> for Expiration {
    type Error = Problem;

    fn try_from(Object(body): Object<ExpirationBody>) -> Result<Self, Problem> {
        match (body.period, body.at) {
            (Some(period), None) => period
                .parse()
                .map_err(|error| Problem::field("expiration.period", error)),
            (None, Some(at)) => instant(&at)
                .map(Self::At)
                .map_err(|error| Problem::field("expiration.at", error)),
            _ => Err(Problem::field(
                "expiration",
                "expiration has either `period` (30d, 90d or 1y) or `at` (an instant)",
            )),
        }
    }
}

/// What people call a key.
pub(crate) fn label(text: &str) -> Result<Label, Problem> {
    Label::new(text).map_err(|error| Problem::field("label", error))
}

/// Scopes, each by itself.
pub(crate) fn scopes(texts: &[String]) -> Result<ScopeSet, Problem> {
    ScopeSet::parse_all(texts).map_err(|error| match error {
        InvalidScopeSet::Scope { index, error } => {
            Problem::field(format!("scopes[{index}]"), error)
        }
        InvalidScopeSet::TooMany => Problem::field("scopes", error),
    })
}

/// Address blocks, each by itself.
pub(crate) fn sources(texts: &[String]) -> Result<SourceAddresses, Problem> {
    AddressList::parse_all(texts)
        .map(SourceAddresses::Only)
        .map_err(|error| match error {
            InvalidAddressList::Block { index, error } => {
                Problem::field(format!("allowed_cidrs[{index}]"), error)
            }
            other => Problem::field("allowed_cidrs", other),
        })
}
