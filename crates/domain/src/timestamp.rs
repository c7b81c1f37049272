//! Instants, in the precision that the database keeps.

use std::{fmt, time::Duration};

use time::OffsetDateTime;

/// An instant in UTC with microsecond precision, from the year -9999 to 9999.
///
/// Microseconds are what PostgreSQL's `timestamptz` keeps.
/// An instant that was hashed into the audit trail, stored and read back is therefore the same instant.
///
/// ```
/// use aiia_keys_domain::Timestamp;
/// use time::macros::datetime;
///
/// let at = Timestamp::from(datetime!(2026-01-31 12:00:00.123_456_789 UTC));
/// assert_eq!(at.to_string(), "2026-01-31T12:00:00.123456Z");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

const MICROS_PER_SECOND: i64 = 1_000_000;
/// -9999-01-01T00:00:00Z.
const MIN_MICROS: i64 = -377_705_116_800 * MICROS_PER_SECOND;
/// 9999-12-31T23:59:59.999999Z.
const MAX_MICROS: i64 = 253_402_300_800 * MICROS_PER_SECOND - 1;

impl Timestamp {
    /// The Unix epoch, 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self(0);
    /// The last instant that can be represented.
    pub const MAX: Self = Self(MAX_MICROS);

    /// The instant that lies `micros` microseconds after the Unix epoch; `None` outside the years -9999 to 9999.
    pub const fn from_unix_micros(micros: i64) -> Option<Self> {
        if micros < MIN_MICROS || micros > MAX_MICROS {
            None
        } else {
            Some(Self(micros))
        }
    }

    /// Microseconds since the Unix epoch.
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// The instant `span` later, or [`Timestamp::MAX`] where that lies beyond it.
    #[must_use]
    pub fn saturating_add(self, span: Duration) -> Self {
        let micros = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(micros).min(MAX_MICROS))
    }

    /// The instant `span` earlier, or the first that can be represented where that lies before it.
    #[must_use]
    pub fn saturating_sub(self, span: Duration) -> Self {
        let micros = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(micros).max(MIN_MICROS))
    }

    /// How long after `earlier` this instant is; zero when it is not after it.
    #[must_use]
    pub fn saturating_since(self, earlier: Self) -> Duration {
        let micros = self.0.saturating_sub(earlier.0);
        Duration::from_micros(u64::try_from(micros).unwrap_or(0))
    }
}

/// Cuts what is finer than a microsecond off, towards the past.
impl From<OffsetDateTime> for Timestamp {
    fn from(at: OffsetDateTime) -> Self {
        let micros = at.unix_timestamp_nanos().div_euclid(1_000);
        // `time` without its `large-dates` feature spans -9999 to 9999; with it, the ends are kept.
        let micros = micros.clamp(i128::from(MIN_MICROS), i128::from(MAX_MICROS));
        Self(i64::try_from(micros).unwrap_or(MAX_MICROS))
    }
}

impl From<Timestamp> for OffsetDateTime {
    fn from(at: Timestamp) -> Self {
        Self::from_unix_timestamp_nanos(i128::from(at.0) * 1_000).unwrap_or(Self::UNIX_EPOCH)
    }
}

/// RFC 3339 in UTC, with six decimals where the instant is not on a full second.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = OffsetDateTime::from(*self);
        let (year, month, day) = at.to_calendar_date();
        let (hour, minute, second, micro) = at.to_hms_micro();
        let Ok(year) = u16::try_from(year) else {
            let month = u8::from(month);
            write!(
                f,
                "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
            )?;
            return if micro == 0 {
                f.write_str("Z")
            } else {
                write!(f, ".{micro:06}Z")
            };
        };
        // Lists have many of them, so that it is put together before it is written.
        let mut text = *b"0000-00-00T00:00:00.000000Z";
        for (place, length, number) in [
            (0, 4, year.into()),
            (5, 2, u8::from(month).into()),
            (8, 2, day.into()),
            (11, 2, hour.into()),
            (14, 2, minute.into()),
            (17, 2, second.into()),
            (20, 6, micro),
        ] {
            put(text.iter_mut().skip(place).take(length).rev(), number);
        }
        let text = str::from_utf8(&text).unwrap_or_default();
        match (micro, text.split_at_checked(19)) {
            (0, Some((seconds, _))) => {
                f.write_str(seconds)?;
                f.write_str("Z")
            }
            _ => f.write_str(text),
        }
    }
}

/// Writes a number over digits, of which the last comes first.
fn put<'a>(digits: impl Iterator<Item = &'a mut u8>, mut number: u32) {
    for digit in digits {
        *digit = u8::try_from(number % 10).map_or(b'0', |value| b'0' + value);
        number /= 10;
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::Timestamp;

    /// As microseconds since the Unix epoch: exact, and the same in every language.
    impl Serialize for Timestamp {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_i64(self.0)
        }
    }

    impl<'de> Deserialize<'de> for Timestamp {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let micros = i64::deserialize(deserializer)?;
            Self::from_unix_micros(micros)
                .ok_or_else(|| de::Error::custom("timestamp outside the years -9999 to 9999"))
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn bounds_are_those_of_the_calendar() {
        assert_eq!(
            Timestamp::from(datetime!(-9999-01-01 00:00 UTC)),
            Timestamp::from_unix_micros(MIN_MICROS).unwrap()
        );
        assert_eq!(
            Timestamp::from(datetime!(9999-12-31 23:59:59.999_999 UTC)),
            Timestamp::MAX
        );
        assert_eq!(Timestamp::from_unix_micros(MIN_MICROS - 1), None);
        assert_eq!(Timestamp::from_unix_micros(MAX_MICROS + 1), None);
    }

    #[test]
    fn finer_parts_are_cut_towards_the_past_on_both_sides_of_the_epoch() {
        let after = Timestamp::from(datetime!(1970-01-01 00:00:00.000_001_999 UTC));
        assert_eq!(after.unix_micros(), 1);
        let before = Timestamp::from(datetime!(1969-12-31 23:59:59.999_999_999 UTC));
        assert_eq!(before.unix_micros(), -1);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn it_is_serialised_as_microseconds() {
        let at = Timestamp::from_unix_micros(-1_500).unwrap();
        assert_eq!(serde_json::to_string(&at).unwrap(), "-1500");
        assert_eq!(serde_json::from_str::<Timestamp>("-1500").unwrap(), at);
        let refused = serde_json::from_str::<Timestamp>(&i64::MAX.to_string()).unwrap_err();
        assert!(
            refused.to_string().contains("years -9999 to 9999"),
            "{refused}"
        );
    }

    #[test]
    fn another_offset_is_the_same_instant() {
        let east = Timestamp::from(datetime!(2026-01-01 02:00 +02:00));
        assert_eq!(east.to_string(), "2026-01-01T00:00:00Z");
    }

    #[test]
    fn it_is_written_with_all_decimals_or_none() {
        for (at, expected) in [
            (datetime!(1970-01-01 00:00 UTC), "1970-01-01T00:00:00Z"),
            (
                datetime!(1970-01-01 00:00:00.000_001 UTC),
                "1970-01-01T00:00:00.000001Z",
            ),
            (
                datetime!(2026-10-09 08:07:06.120_000 UTC),
                "2026-10-09T08:07:06.120000Z",
            ),
            (
                datetime!(9999-12-31 23:59:59.999_999 UTC),
                "9999-12-31T23:59:59.999999Z",
            ),
            (datetime!(0000-03-01 10:00 UTC), "0000-03-01T10:00:00Z"),
            (datetime!(-0044-03-15 12:00 UTC), "-044-03-15T12:00:00Z"),
            (
                datetime!(-0044-03-15 12:00:00.5 UTC),
                "-044-03-15T12:00:00.500000Z",
            ),
        ] {
            assert_eq!(Timestamp::from(at).to_string(), expected);
        }
    }

    #[test]
    fn arithmetic_stops_at_the_ends() {
        assert_eq!(
            Timestamp::MAX.saturating_add(Duration::from_secs(1)),
            Timestamp::MAX
        );
        assert_eq!(
            Timestamp::UNIX_EPOCH.saturating_add(Duration::MAX),
            Timestamp::MAX
        );
        assert_eq!(
            Timestamp::UNIX_EPOCH.saturating_since(Timestamp::MAX),
            Duration::ZERO
        );
        let first = Timestamp::from_unix_micros(MIN_MICROS).unwrap();
        assert_eq!(Timestamp::UNIX_EPOCH.saturating_sub(Duration::MAX), first);
        let later = Timestamp::UNIX_EPOCH.saturating_add(Duration::from_secs(3));
        assert_eq!(
            later.saturating_sub(Duration::from_secs(3)),
            Timestamp::UNIX_EPOCH
        );
        assert_eq!(
            later.saturating_since(Timestamp::UNIX_EPOCH),
            Duration::from_secs(3)
        );
    }

    #[test]
    fn round_trip_through_calendar_form() {
        for micros in [MIN_MICROS, -1, 0, 1, MAX_MICROS] {
            let at = Timestamp::from_unix_micros(micros).unwrap();
            assert_eq!(Timestamp::from(OffsetDateTime::from(at)), at);
        }
        assert_eq!(
            format!("{:?}", Timestamp::UNIX_EPOCH),
            "1970-01-01T00:00:00Z"
        );
    }
}
