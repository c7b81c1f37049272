//! When a source is asked again.

use std::time::Duration;

use super::fetch::FetchFailure;

/// How often a source is asked, and how long is waited in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The most attempts of one run, the first included.
    pub attempts: u32,
    /// The wait after the first of them; it doubles each time.
    pub first: Duration,
    /// The longest wait, also when the source asks for a longer one.
    pub longest: Duration,
}

/// 4 attempts, 1 second, 30 seconds.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            first: Duration::from_secs(1),
            longest: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// How long to wait before the next attempt; none when there is to be none.
    ///
    /// `attempt` counts from 1. Between half of the wait and all of it is waited, by `chance`
    /// (0 is half, 255 is all), so that nodes that failed together do not come back together. What a
    /// source asks for (`Retry-After`) is the least that is waited, if it is not too long to wait for.
    pub fn wait(&self, attempt: u32, failure: &FetchFailure, chance: u8) -> Option<Duration> {
        if attempt >= self.attempts || !failure.is_temporary() {
            return None;
        }
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let whole = self.first.saturating_mul(doubled).min(self.longest);
        let half = whole / 2;
        let own = half + whole.saturating_sub(half) * u32::from(chance) / u32::from(u8::MAX);
        match failure {
            FetchFailure::Status {
                retry_after: Some(asked),
                ..
            } if *asked > self.longest => None,
            FetchFailure::Status {
                retry_after: Some(asked),
                ..
            } => Some(own.max(*asked)),
            _ => Some(own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    const fn status(status: u16, retry_after: Option<Duration>) -> FetchFailure {
        FetchFailure::Status {
            status,
            retry_after,
        }
    }

    #[test]
    fn waits_double_up_to_the_longest_and_end_with_the_attempts() {
        let policy = RetryPolicy {
            attempts: 8,
            ..RetryPolicy::default()
        };
        let wait = |chance| [1, 2, 3, 6, 8].map(|n| policy.wait(n, &FetchFailure::Connect, chance));
        let whole = [1, 2, 4, 30].map(|wait| Some(seconds(wait)));
        assert_eq!(wait(255)[..4], whole);
        assert_eq!(
            wait(0)[..4],
            whole.map(|whole| whole.map(|whole| whole / 2))
        );
        assert_eq!((wait(255)[4], wait(0)[4]), (None, None));
        let last = policy.wait(u32::MAX, &FetchFailure::Connect, 9);
        assert_eq!(last, None);
    }

    #[test]
    fn only_what_may_go_away_is_tried_again() {
        let policy = RetryPolicy::default();
        for code in [429, 502, 503, 504] {
            assert!(policy.wait(1, &status(code, None), 0).is_some(), "{code}");
        }
        for code in [204, 304, 400, 401, 403, 404, 500, 501] {
            assert_eq!(policy.wait(1, &status(code, None), 0), None, "{code}");
        }
        let others = [
            FetchFailure::Timeout(seconds(30)),
            FetchFailure::TooLarge { most: 1 },
            FetchFailure::Redirects { most: 3 },
            FetchFailure::Encoded,
            FetchFailure::Broken,
        ];
        for failure in others {
            assert_eq!(policy.wait(1, &failure, 0), None, "{failure}");
        }
    }

    #[test]
    fn what_the_source_asks_for_is_the_least_and_within_bounds() {
        let policy = RetryPolicy::default();
        let wait = |asked| policy.wait(1, &status(503, Some(asked)), 255);
        assert_eq!(wait(seconds(0)), Some(seconds(1)));
        assert_eq!(wait(seconds(30)), Some(seconds(30)));
        assert_eq!(wait(seconds(31)), None);
    }
}
