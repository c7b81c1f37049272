//! Hours and days in UTC, as usage is counted.

use crate::Timestamp;

const MICROS_PER_HOUR: i64 = 3_600_000_000;
const HOURS_PER_DAY: i64 = 24;

/// An hour in UTC, by its number since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hour(i64);

impl Hour {
    /// The hour that an instant lies in.
    pub const fn of(at: Timestamp) -> Self {
        Self(at.unix_micros().div_euclid(MICROS_PER_HOUR))
    }

    /// Its number since the Unix epoch.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Its first instant.
    pub fn start(self) -> Timestamp {
        Timestamp::from_unix_micros(self.0.saturating_mul(MICROS_PER_HOUR))
            .unwrap_or(Timestamp::MAX)
    }

    /// The day that it belongs to.
    pub fn day(self) -> Day {
        // Within the years -9999 to 9999 a day's number fits.
        Day(i32::try_from(self.0.div_euclid(HOURS_PER_DAY)).unwrap_or(i32::MAX))
    }

    /// Its place in that day: 0 to 23.
    pub fn of_day(self) -> u8 {
        u8::try_from(self.0.rem_euclid(HOURS_PER_DAY)).unwrap_or(0)
    }

    /// So many hours later.
    #[must_use]
    pub const fn plus(self, hours: i64) -> Self {
        Self(self.0.saturating_add(hours))
    }
}

/// A day in UTC, by its number since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// How many days are kept: the longest rotation period, and the day that is not over.
    pub const KEPT: u16 = 91;

    /// The day with this number.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// The day that an instant lies in.
    pub fn of(at: Timestamp) -> Self {
        Hour::of(at).day()
    }

    /// Its number since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Its first hour.
    pub const fn first_hour(self) -> Hour {
        Hour(self.0 as i64 * HOURS_PER_DAY)
    }

    /// So many days earlier.
    #[must_use]
    pub const fn minus(self, days: u16) -> Self {
        Self(self.0.saturating_sub(days as i32))
    }

    /// Its place among the days that are kept: a day has the place of the one that leaves.
    pub fn place(self) -> u16 {
        u16::try_from(self.0.rem_euclid(i32::from(Self::KEPT))).unwrap_or(0)
    }
}
