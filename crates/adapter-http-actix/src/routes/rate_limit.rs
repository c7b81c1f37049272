//! How often a key may be used, as the API reads and shows it.

use aiia_keys_domain::RateLimit;
use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::{
    instant::duration,
    json::{Integer, Object, required},
    problem::Problem,
};

/// How often: so many requests at once, and as many again in each window, one by one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SetRateLimit, example = json!({"requests": 600, "per": "PT1M"}))]
pub(crate) struct RateLimitBody {
    /// How many requests.
    #[schema(value_type = u32, required = true, minimum = 1, maximum = 1_000_000)]
    requests: Option<Integer<u32>>,
    /// In how much time, as an ISO 8601 duration of whole seconds: `PT1S` to `PT24H`.
    #[schema(value_type = String, required = true)]
    per: Option<String>,
}

impl RateLimitBody {
    /// The limit, of a field with this name.
    pub(crate) fn read(self, field: &'static str) -> Result<RateLimit, Problem> {
        let named = |name| move |problem: Problem| problem.at(format!("{field}.{name}"));
        let Integer(requests) = required(self.requests, "requests").map_err(named("requests"))?;
        let per = required(self.per, "per").map_err(named("per"))?;
        let per = duration(&per).map_err(|error| Problem::field(format!("{field}.per"), error))?;
        RateLimit::new(requests, per).map_err(|error| Problem::field(field, error))
    }
}

/// A limit that may be left out, or be `null` for none.
pub(crate) type SettableRateLimit = Option<Option<Object<RateLimitBody>>>;

/// Reads a field that may be left out, and be `null`.
pub(crate) fn settable<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<SettableRateLimit, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The limit to set, if one was given, or none.
#[expect(clippy::option_option, reason = "not to change it is a third thing")]
pub(crate) fn read(
    given: SettableRateLimit,
    field: &'static str,
) -> Result<Option<Option<RateLimit>>, Problem> {
    let read = |limit: Option<Object<RateLimitBody>>| {
        limit.map(|Object(body)| body.read(field)).transpose()
    };
    given.map(read).transpose()
}

/// How often a key may be used: so many requests at once, and as many again in each window, one by one.
#[derive(Serialize, ToSchema)]
#[schema(as = RateLimit)]
pub(crate) struct RateLimitView {
    /// How many requests.
    #[schema(minimum = 1, maximum = 1_000_000, example = 600)]
    requests: u32,
    /// In how much time, as an ISO 8601 duration.
    #[schema(example = "PT1M")]
    per: String,
}

impl From<RateLimit> for RateLimitView {
    fn from(limit: RateLimit) -> Self {
        let seconds = i64::try_from(limit.per().as_secs()).unwrap_or(i64::MAX);
        Self {
            requests: limit.requests(),
            per: SignedDuration::from_secs(seconds).to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_shown_as_it_is_read() {
        for (text, per) in [
            ("600/1m", "PT1M"),
            ("1/90s", "PT1M30S"),
            ("1000000/1d", "PT24H"),
        ] {
            let limit: RateLimit = text.parse().unwrap();
            let view = RateLimitView::from(limit);
            assert_eq!(view.per, per);
            let body = RateLimitBody {
                requests: Some(Integer(view.requests)),
                per: Some(view.per),
            };
            assert_eq!(body.read("rate_limit").unwrap(), limit);
        }
    }

    #[test]
    fn a_refusal_names_the_field() {
        for (requests, per, field) in [
            (None, Some("PT1M"), "rate_limit.requests"),
            (Some(1), None, "rate_limit.per"),
            (Some(1), Some("1m"), "rate_limit.per"),
            (Some(0), Some("PT1M"), "rate_limit"),
            (Some(1), Some("PT0.5S"), "rate_limit"),
            (Some(1), Some("P2D"), "rate_limit"),
        ] {
            let (requests, per) = (requests.map(Integer), per.map(str::to_owned));
            let problem = RateLimitBody { requests, per }
                .read("rate_limit")
                .unwrap_err();
            assert_eq!(problem.named(), Some(field), "{problem}");
        }
    }
}
