//! Whole days as an organization's policy counts them.

use std::{fmt, time::Duration};

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

/// A number of days of 24 hours each, 1 to 3650.
///
/// ```
/// use aiia_keys_domain::Days;
///
/// assert_eq!(Days::new(90).map(|days| days.to_string()).as_deref(), Ok("90 days"));
/// assert!(Days::new(0).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days(u16);

impl Days {
    /// The most that can be set: about ten years.
    pub const MAX: Self = Self(3650);

    /// A number of days.
    ///
    /// # Errors
    /// When it is not between 1 and 3650.
    pub const fn new(days: u16) -> Result<Self, InvalidDays> {
        if days == 0 || days > Self::MAX.0 {
            Err(InvalidDays(days))
        } else {
            Ok(Self(days))
        }
    }

    pub(crate) const fn constant(days: u16) -> Self {
        Self(days)
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The same span in seconds.
    pub fn duration(self) -> Duration {
        Self::of(self.0.into())
    }

    pub(crate) const fn of(days: u64) -> Duration {
        Duration::from_secs(days * SECONDS_PER_DAY)
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} day{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

/// A number of days is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDays(pub u16);

impl fmt::Display for InvalidDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} days are out of range: 1 to {} are allowed",
            self.0,
            Days::MAX.0
        )
    }
}

impl std::error::Error for InvalidDays {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_3650_days_can_be_set() {
        for days in [1, 366, 3650] {
            assert_eq!(Days::new(days).unwrap().get(), days);
        }
        for days in [0, 3651, u16::MAX] {
            let refused = Days::new(days).unwrap_err();
            assert!(refused.to_string().contains("1 to 3650"), "{refused}");
        }
        assert_eq!(Days::new(2).unwrap().duration(), Duration::from_hours(48));
        assert_eq!(Days::new(1).unwrap().to_string(), "1 day");
    }
}
