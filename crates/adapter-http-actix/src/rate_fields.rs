//! What a client is told of a limit on how often it may call: the fields of
//! draft-ietf-httpapi-ratelimit-headers-10, and `Retry-After`.

use std::time::Duration;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use aiia_keys_domain::Left;
use aiia_keys_usecases::rate::Metered;

use crate::problem::Problem;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The name of the limit on a key.
const REQUESTS: &str = "requests";

/// A limit: how many in how much time, under a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RatePolicy {
    pub(crate) name: &'static str,
    pub(crate) count: u32,
    pub(crate) window: Duration,
}

/// `RateLimit-Policy` and `RateLimit`: how many in how many seconds; how many are left, and that one
/// more is after so many seconds.
fn fields(policy: RatePolicy, left: Left) -> [(HeaderName, String); 2] {
    let RatePolicy {
        name,
        count,
        window,
    } = policy;
    let window = window.as_secs().max(1);
    let after = whole_seconds(left.one_more_in);
    let remaining = left.count;
    [
        (POLICY, format!("\"{name}\";q={count};w={window}")),
        (LIMIT, format!("\"{name}\";r={remaining};t={after}")),
    ]
}

/// Rounded up: who comes back after so many seconds is let through.
pub(crate) fn whole_seconds(span: Duration) -> u64 {
    span.as_secs() + u64::from(span.subsec_nanos() > 0)
}

/// Tells a client that was refused how long to wait.
pub(crate) fn refused(problem: Problem, policy: RatePolicy, wait: Duration) -> Problem {
    let left = Left {
        count: 0,
        one_more_in: wait,
    };
    fields(policy, left)
        .into_iter()
        .fold(retry_after(problem, wait), |problem, (name, value)| {
            // Digits and a name of ours.
            match HeaderValue::try_from(value) {
                Ok(value) => problem.with_header(name, value),
                Err(_) => problem,
            }
        })
}

/// Tells a client how long to wait, and nothing else.
pub(crate) fn retry_after(problem: Problem, wait: Duration) -> Problem {
    problem.with_header(RETRY_AFTER, HeaderValue::from(whole_seconds(wait)))
}

/// Puts on an answer what the key that called has left.
pub(crate) fn put(headers: &mut HeaderMap, metered: &Metered) {
    let policy = RatePolicy {
        name: REQUESTS,
        count: metered.limit.requests(),
        window: metered.limit.per(),
    };
    for (name, value) in fields(policy, metered.left) {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
}
