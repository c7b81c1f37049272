//! The span that usage is told for.

use std::{fmt, str::FromStr};

use super::{Day, Hour};
use crate::Timestamp;

/// How finely usage is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bucket {
    /// Hour by hour.
    Hour,
    /// Day by day, in UTC.
    #[default]
    Day,
}

impl Bucket {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    const fn hours(self) -> i64 {
        match self {
            Self::Hour => 1,
            Self::Day => 24,
        }
    }

    /// How many of them can be asked for at once: 31 days of hours, or all days that are kept.
    pub const fn most(self) -> u16 {
        match self {
            Self::Hour => 31 * 24,
            Self::Day => Day::KEPT,
        }
    }
}

impl FromStr for Bucket {
    type Err = UnknownBucket;

    fn from_str(text: &str) -> Result<Self, UnknownBucket> {
        match text {
            "hour" => Ok(Self::Hour),
            "day" => Ok(Self::Day),
            _ => Err(UnknownBucket),
        }
    }
}

/// A text is neither `hour` nor `day`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownBucket;

impl fmt::Display for UnknownBucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`hour` or `day` is expected")
    }
}

impl std::error::Error for UnknownBucket {}

/// A span of whole hours or whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageRange {
    first: Hour,
    buckets: u16,
    bucket: Bucket,
}

impl UsageRange {
    /// The span from one instant up to, not including, another, widened to whole buckets.
    ///
    /// # Errors
    /// When it is empty, or has more buckets than [`Bucket::most`].
    pub fn new(from: Timestamp, until: Timestamp, bucket: Bucket) -> Result<Self, UsageRangeError> {
        if from >= until {
            return Err(UsageRangeError::Empty);
        }
        let number = |at| Hour::of(at).number().div_euclid(bucket.hours());
        let last = Timestamp::from_unix_micros(until.unix_micros() - 1).unwrap_or(from);
        let first = number(from);
        match u16::try_from(number(last) - first + 1) {
            Ok(buckets) if buckets <= bucket.most() => Ok(Self {
                first: Hour::of(Timestamp::UNIX_EPOCH).plus(first * bucket.hours()),
                buckets,
                bucket,
            }),
            _ => Err(UsageRangeError::TooLong { bucket }),
        }
    }

    /// So many buckets that end with the one that `now` lies in.
    pub fn up_to(now: Timestamp, buckets: u16, bucket: Bucket) -> Self {
        let number = Hour::of(now).number().div_euclid(bucket.hours());
        let first = number - i64::from(buckets) + 1;
        Self {
            first: Hour::of(Timestamp::UNIX_EPOCH).plus(first * bucket.hours()),
            buckets,
            bucket,
        }
    }

    /// How finely it is divided.
    pub const fn bucket(&self) -> Bucket {
        self.bucket
    }

    /// Its first instant.
    pub fn from(&self) -> Timestamp {
        self.first.start()
    }

    /// The first instant after it.
    pub fn until(&self) -> Timestamp {
        self.end().start()
    }

    /// The days that it touches, the first and the last.
    pub fn days(&self) -> (Day, Day) {
        (self.first.day(), self.end().plus(-1).day())
    }

    /// How many buckets it has.
    pub const fn buckets(&self) -> u16 {
        self.buckets
    }

    /// The bucket that an hour belongs to, if it is within.
    pub fn place(&self, hour: Hour) -> Option<usize> {
        let hours = hour.number() - self.first.number();
        let place = usize::try_from(hours.div_euclid(self.bucket.hours())).ok()?;
        (place < usize::from(self.buckets)).then_some(place)
    }

    fn end(&self) -> Hour {
        self.first
            .plus(i64::from(self.buckets) * self.bucket.hours())
    }
}

/// A span cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageRangeError {
    /// It ends before it begins.
    Empty,
    /// It has more buckets than can be asked for at once.
    TooLong {
        /// Of this kind.
        bucket: Bucket,
    },
}

impl fmt::Display for UsageRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the span is empty: it has to begin before it ends"),
            Self::TooLong { bucket } => write!(
                f,
                "the span is too long: at most {} {}s can be told at once",
                bucket.most(),
                bucket.as_str()
            ),
        }
    }
}

impl std::error::Error for UsageRangeError {}
