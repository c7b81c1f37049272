//! Calendar dates.

use std::{fmt, str::FromStr, time::Duration};

use aiia_keys_domain::Timestamp;
use time::{Month, OffsetDateTime};

/// A day of the calendar, 1970-01-01 to 9999-12-31, written as ISO 8601 has it.
///
/// ```
/// use aiia_keys_assurance::Date;
///
/// let due: Date = "2027-03-31".parse()?;
/// assert_eq!(due.to_string(), "2027-03-31");
/// assert!("2027-02-29".parse::<Date>().is_err());
/// # Ok::<(), aiia_keys_assurance::InvalidDate>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

/// 1970-01-01 as a Julian day.
const EPOCH: i32 = 2_440_588;
/// 9999-12-31, in days since 1970-01-01.
const LAST: i32 = 2_932_896;

impl Date {
    /// The day that lies `days` days after 1970-01-01; `None` beyond the years 1970 to 9999.
    pub fn from_unix_days(days: i32) -> Option<Self> {
        if !(0..=LAST).contains(&days) {
            return None;
        }
        time::Date::from_julian_day(days + EPOCH).ok().map(Self)
    }

    /// Days since 1970-01-01.
    pub const fn unix_days(self) -> i32 {
        self.0.to_julian_day() - EPOCH
    }

    /// The day in UTC at an instant, or the nearest that can be represented.
    pub fn of(at: Timestamp) -> Self {
        let date = OffsetDateTime::from(at).date();
        let days = date.to_julian_day().saturating_sub(EPOCH).clamp(0, LAST);
        Self::from_unix_days(days).unwrap_or(Self(date))
    }

    /// The first day that is today somewhere on earth at an instant.
    ///
    /// What must not lie in the past is compared with it, since people live by their own calendar.
    pub fn earliest_today(now: Timestamp) -> Self {
        Self::of(now.saturating_sub(Duration::from_hours(12)))
    }

    /// The last day that is today somewhere on earth at an instant.
    ///
    /// What must not lie in the future is compared with it.
    pub fn latest_today(now: Timestamp) -> Self {
        Self::of(now.saturating_add(Duration::from_hours(14)))
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let sound = text.len() == 10
            && text.bytes().enumerate().all(|(at, b)| match at {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !sound {
            return Err(InvalidDate);
        }
        let number = |digits: Option<&str>| digits.and_then(|digits| digits.parse::<u16>().ok());
        let mut parts = text.split('-').map(|part| number(Some(part)));
        let (Some(Some(year)), Some(Some(month)), Some(Some(day))) =
            (parts.next(), parts.next(), parts.next())
        else {
            return Err(InvalidDate);
        };
        let month = u8::try_from(month)
            .ok()
            .and_then(|m| Month::try_from(m).ok());
        let (Some(month), Ok(day), 1970..) = (month, u8::try_from(day), year) else {
            return Err(InvalidDate);
        };
        time::Date::from_calendar_date(year.into(), month, day)
            .map(Self)
            .map_err(|_| InvalidDate)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date: a day of the years 1970 to 9999 is expected, such as 2027-03-31")]
pub struct InvalidDate;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_day_of_the_calendar_is_refused() {
        for text in [
            "",
            "2027-3-31",
            "2027-02-29",
            "2027-13-01",
            "2027-00-10",
            "2027-01-00",
            "1969-12-31",
            "2027/03/31",
            "+027-03-31",
            "2027-03-31T00:00:00Z",
            "２027-03-1",
        ] {
            assert_eq!(text.parse::<Date>(), Err(InvalidDate), "{text}");
        }
        assert_eq!(Date::from_unix_days(-1), None);
        assert_eq!(Date::from_unix_days(LAST + 1), None);
        assert_eq!(
            Date::from_unix_days(LAST).unwrap().to_string(),
            "9999-12-31"
        );
    }

    #[test]
    fn today_is_more_than_one_day_on_earth() {
        let noon = Timestamp::from_unix_micros(1_800_014_400_000_000).unwrap();
        let days = [
            Date::earliest_today(noon),
            Date::of(noon),
            Date::latest_today(noon),
        ];
        assert_eq!(
            days.map(|day| day.to_string()),
            ["2027-01-15", "2027-01-15", "2027-01-16"]
        );
        assert_eq!(Date::of(Timestamp::MAX).to_string(), "9999-12-31");
    }

    proptest! {
        #[test]
        fn every_day_is_read_back_from_its_text_and_its_number(days in 0..=LAST) {
            let date = Date::from_unix_days(days).unwrap();
            prop_assert_eq!(date.to_string().parse(), Ok(date));
            prop_assert_eq!(date.unix_days(), days);
        }
    }
}
