//! How often something may be done.

mod allowance;

use std::{fmt, str::FromStr, time::Duration};

pub use allowance::{Allowance, Left, Spent};

/// How often a key may be used: so many requests at once, and as many again in each window of time.
///
/// Requests come back one by one and not all at the end of a window, so that there is no instant at
/// which everybody comes back: 600 a minute is 600 at once, then ten a second.
///
/// Its text form is the number of requests, a slash, and the window.
///
/// ```
/// use aiia_keys_domain::RateLimit;
///
/// let limit: RateLimit = "600/1m".parse()?;
/// assert_eq!((limit.requests(), limit.per().as_secs()), (600, 60));
/// assert!(limit.is_within("1200/2m".parse()?), "as much in the long run, and fewer at once");
/// assert!(!limit.is_within("500/10s".parse()?), "600 at once are more than 500");
/// # Ok::<(), aiia_keys_domain::InvalidRateLimit>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RateLimit {
    requests: u32,
    /// Seconds.
    per: u32,
}

impl RateLimit {
    /// The most requests of a window.
    pub const MOST_REQUESTS: u32 = 1_000_000;
    /// The longest window: a day.
    pub const LONGEST: Duration = Duration::from_hours(24);

    /// So many requests in each window.
    ///
    /// # Errors
    /// When it is not 1 to [`MOST_REQUESTS`](Self::MOST_REQUESTS) requests in whole seconds up to
    /// [`LONGEST`](Self::LONGEST).
    pub fn new(requests: u32, per: Duration) -> Result<Self, InvalidRateLimit> {
        if requests == 0 || requests > Self::MOST_REQUESTS {
            return Err(InvalidRateLimit::Requests);
        }
        let seconds = u32::try_from(per.as_secs()).unwrap_or(u32::MAX);
        if seconds == 0 || per > Self::LONGEST || per.subsec_nanos() > 0 {
            return Err(InvalidRateLimit::Window);
        }
        Ok(Self {
            requests,
            per: seconds,
        })
    }

    /// How many requests.
    pub const fn requests(self) -> u32 {
        self.requests
    }

    /// In how much time.
    pub const fn per(self) -> Duration {
        Duration::from_secs(self.per as u64)
    }

    /// Whether nothing is let through by this that another would refuse: it allows no more at once,
    /// and no more in the long run.
    pub const fn is_within(self, other: Self) -> bool {
        self.requests <= other.requests
            && self.requests as u64 * other.per as u64 <= other.requests as u64 * self.per as u64
    }

    /// As the audit trail writes it: `none` where there is no limit of one's own.
    pub(crate) fn text(limit: Option<Self>) -> String {
        limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string())
    }

    /// The same between what may be limited and what may be without limit.
    pub(crate) fn fits(limit: Option<Self>, ceiling: Option<Self>) -> bool {
        match (limit, ceiling) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(limit), Some(ceiling)) => limit.is_within(ceiling),
        }
    }
}

/// As long a unit as divides the window.
impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, seconds) = UNITS
            .into_iter()
            .find(|(_, seconds)| self.per.is_multiple_of(*seconds))
            .unwrap_or(('s', 1));
        write!(f, "{}/{}{unit}", self.requests, self.per / seconds)
    }
}

/// The longest first.
const UNITS: [(char, u32); 4] = [('d', 24 * 60 * 60), ('h', 60 * 60), ('m', 60), ('s', 1)];

impl FromStr for RateLimit {
    type Err = InvalidRateLimit;

    fn from_str(text: &str) -> Result<Self, InvalidRateLimit> {
        let (requests, window) = text.split_once('/').ok_or(InvalidRateLimit::Form)?;
        let unit = window.chars().next_back().ok_or(InvalidRateLimit::Form)?;
        let seconds = UNITS.into_iter().find(|(known, _)| *known == unit);
        let (_, seconds) = seconds.ok_or(InvalidRateLimit::Form)?;
        let many = window.strip_suffix(unit).unwrap_or_default();
        // `600/m` is what people write as well.
        let many = if many.is_empty() { 1 } else { number(many)? };
        let per = Duration::from_secs(u64::from(many) * u64::from(seconds));
        Self::new(number(requests)?, per)
    }
}

/// A number without sign; one that is too large is out of every bound.
fn number(digits: &str) -> Result<u32, InvalidRateLimit> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidRateLimit::Form);
    }
    Ok(digits.parse().unwrap_or(u32::MAX))
}

/// A rate limit cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidRateLimit {
    /// The text is none.
    Form,
    /// Too few or too many requests.
    Requests,
    /// Too short or too long a window.
    Window,
}

impl fmt::Display for InvalidRateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str(
                "a rate limit is a number of requests, a slash, and a window in s, m, h or d, such \
                 as 600/1m",
            ),
            Self::Requests => write!(
                f,
                "a rate limit allows 1 to {} requests in its window",
                RateLimit::MOST_REQUESTS
            ),
            Self::Window => f.write_str("the window of a rate limit is 1 second to 1 day"),
        }
    }
}

impl std::error::Error for InvalidRateLimit {}

#[cfg(test)]
mod tests;
