//! When a key ends: chosen when it is made, never absent.

use std::{fmt, str::FromStr, time::Duration};

use crate::{Days, Timestamp};

/// How long a new key shall live.
///
/// ```
/// use aiia_keys_domain::{Days, Expiration, Timestamp};
///
/// let maximum = Days::new(366).expect("within 1 to 3650");
/// let expires_at = Expiration::Days90.resolve(Timestamp::UNIX_EPOCH, maximum)?;
/// assert_eq!(expires_at.to_string(), "1970-04-01T00:00:00Z");
/// # Ok::<(), aiia_keys_domain::ExpirationError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiration {
    /// 30 times 24 hours from now.
    Days30,
    /// 90 times 24 hours from now.
    Days90,
    /// 365 times 24 hours from now.
    OneYear,
    /// At an instant of one's choice; the key is valid up to, not including, it.
    At(Timestamp),
}

impl Expiration {
    /// The periods to choose from, in the order they are offered.
    pub const PERIODS: [Self; 3] = [Self::Days30, Self::Days90, Self::OneYear];

    /// `30d`, `90d` or `1y`; `None` for a custom instant.
    pub const fn period(self) -> Option<&'static str> {
        match self {
            Self::Days30 => Some("30d"),
            Self::Days90 => Some("90d"),
            Self::OneYear => Some("1y"),
            Self::At(_) => None,
        }
    }

    /// The instant at which a key made `now` ends.
    ///
    /// # Errors
    /// When that is not after `now`, or later than `now` plus the organization's `maximum`.
    pub fn resolve(self, now: Timestamp, maximum: Days) -> Result<Timestamp, ExpirationError> {
        let expires_at = match self {
            Self::Days30 => now.saturating_add(Days::of(30)),
            Self::Days90 => now.saturating_add(Days::of(90)),
            Self::OneYear => now.saturating_add(Days::of(365)),
            Self::At(instant) => instant,
        };
        let latest = now.saturating_add(maximum.duration());
        if expires_at <= now {
            Err(ExpirationError::NotInFuture {
                chosen: expires_at,
                now,
            })
        } else if expires_at > latest {
            Err(ExpirationError::BeyondMaximum {
                chosen: expires_at,
                latest,
                maximum,
            })
        } else {
            Ok(expires_at)
        }
    }
}

/// A text names no period: there are `30d`, `90d` and `1y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownPeriod;

impl fmt::Display for UnknownPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such period: `30d`, `90d` or `1y` is expected, or a custom date")
    }
}

impl std::error::Error for UnknownPeriod {}

impl FromStr for Expiration {
    type Err = UnknownPeriod;

    fn from_str(text: &str) -> Result<Self, UnknownPeriod> {
        Self::PERIODS
            .into_iter()
            .find(|one| one.period() == Some(text))
            .ok_or(UnknownPeriod)
    }
}

/// An expiration cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpirationError {
    /// It is now or in the past.
    NotInFuture {
        /// The instant that was asked for.
        chosen: Timestamp,
        /// When it was asked for.
        now: Timestamp,
    },
    /// It is later than the organization's policy allows.
    BeyondMaximum {
        /// The instant that was asked for.
        chosen: Timestamp,
        /// The latest that is allowed now.
        latest: Timestamp,
        /// The organization's maximum lifetime of a key.
        maximum: Days,
    },
}

impl fmt::Display for ExpirationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInFuture { chosen, now } => {
                write!(
                    f,
                    "expiration {chosen} is not in the future: choose one after {now}"
                )
            }
            Self::BeyondMaximum {
                chosen,
                latest,
                maximum,
            } => write!(
                f,
                "expiration {chosen} is too late: the organization allows {maximum} at most, \
                 that is {latest}"
            ),
        }
    }
}

impl std::error::Error for ExpirationError {}

/// How long the predecessor of a rotated key goes on working: at most 90 days, 24 hours unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap(Duration);

impl Overlap {
    /// No overlap: the predecessor is revoked at once.
    pub const NONE: Self = Self(Duration::ZERO);
    /// The longest overlap, 90 days.
    pub const MAX: Self = Self(Days::of(90));

    /// An overlap of this length.
    ///
    /// # Errors
    /// When it is longer than [`Overlap::MAX`].
    pub fn new(length: Duration) -> Result<Self, OverlapTooLong> {
        if length <= Self::MAX.0 {
            Ok(Self(length))
        } else {
            Err(OverlapTooLong)
        }
    }

    /// The length.
    pub const fn duration(self) -> Duration {
        self.0
    }

    /// Whether the predecessor ends at once.
    pub const fn is_none(self) -> bool {
        self.0.is_zero()
    }
}

impl Default for Overlap {
    fn default() -> Self {
        Self(Days::of(1))
    }
}

/// An overlap is longer than 90 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverlapTooLong;

impl fmt::Display for OverlapTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("overlap is too long: at most 90 days are allowed")
    }
}

impl std::error::Error for OverlapTooLong {}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(days: u64) -> Timestamp {
        Timestamp::UNIX_EPOCH.saturating_add(Duration::from_secs(days * 86_400))
    }

    #[test]
    fn periods_count_from_now() {
        let maximum = Days::new(366).unwrap();
        for (period, days) in [("30d", 30), ("90d", 90), ("1y", 365)] {
            let expiration: Expiration = period.parse().unwrap();
            assert_eq!(
                expiration.resolve(at(10), maximum),
                Ok(at(10 + days)),
                "{period}"
            );
            assert_eq!(expiration.period(), Some(period));
        }
        assert_eq!("2y".parse::<Expiration>(), Err(UnknownPeriod));
        assert!(UnknownPeriod.to_string().contains("`90d`"));
        assert_eq!(Expiration::At(at(1)).period(), None);
    }

    #[test]
    fn a_custom_date_lies_after_now_and_within_the_maximum() {
        let maximum = Days::new(30).unwrap();
        let resolve = |day| Expiration::At(at(day)).resolve(at(10), maximum);
        assert_eq!(resolve(11), Ok(at(11)));
        assert_eq!(resolve(40), Ok(at(40)));
        assert_eq!(
            resolve(41).unwrap_err().to_string(),
            "expiration 1970-02-11T00:00:00Z is too late: the organization allows 30 days at most, \
             that is 1970-02-10T00:00:00Z"
        );
        assert_eq!(
            resolve(10).unwrap_err().to_string(),
            "expiration 1970-01-11T00:00:00Z is not in the future: choose one after \
             1970-01-11T00:00:00Z"
        );
    }

    #[test]
    fn overlaps_are_bounded() {
        assert_eq!(Overlap::default().duration(), Duration::from_hours(24));
        assert_eq!(Overlap::new(Duration::ZERO), Ok(Overlap::NONE));
        assert!(Overlap::NONE.is_none());
        assert!(!Overlap::default().is_none());
        assert_eq!(Overlap::new(Overlap::MAX.duration()), Ok(Overlap::MAX));
        let refused = Overlap::new(Overlap::MAX.duration() + Duration::from_micros(1)).unwrap_err();
        assert!(refused.to_string().contains("90 days"), "{refused}");
    }
}
