//! Rate limits as two columns.

use std::time::Duration;

use aiia_keys_domain::RateLimit;

/// The limit of two columns; `None` when they make no sense.
#[expect(clippy::option_option, reason = "no limit is one that makes sense")]
pub(crate) fn read(requests: Option<i32>, seconds: Option<i32>) -> Option<Option<RateLimit>> {
    match (requests, seconds) {
        (None, None) => Some(None),
        (Some(requests), Some(seconds)) => {
            let per = Duration::from_secs(seconds.try_into().ok()?);
            RateLimit::new(requests.try_into().ok()?, per)
                .ok()
                .map(Some)
        }
        _ => None,
    }
}

/// Requests and seconds.
pub(crate) fn columns(limit: Option<RateLimit>) -> (Option<i32>, Option<i32>) {
    // A million requests and a day at most.
    let requests = limit.and_then(|limit| limit.requests().try_into().ok());
    let seconds = limit.and_then(|limit| limit.per().as_secs().try_into().ok());
    (requests, seconds)
}
