//! Durations as people set them.

use std::{fmt, str::FromStr, time::Duration};

use jiff::SignedDuration;

/// A duration from a second to a year, such as `30s`, `10m` or `12h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) Duration);

const LONGEST: Duration = Duration::from_hours(365 * 24);

impl FromStr for Span {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let span = SignedDuration::from_str(text)
            .ok()
            .and_then(|span| Duration::try_from(span).ok())
            .ok_or("a duration is expected, such as `30s`, `10m` or `12h`")?;
        if (Duration::from_secs(1)..=LONGEST).contains(&span) {
            Ok(Self(span))
        } else {
            Err("a duration from one second to one year is expected, such as `30s`, `10m` or `12h`")
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}s", self.0.as_secs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_people_do() {
        for (text, seconds) in [
            ("30s", 30),
            ("10m", 600),
            ("12h", 43_200),
            ("1h 30m", 5400),
            ("PT30S", 30),
        ] {
            assert_eq!(
                text.parse(),
                Ok(Span(Duration::from_secs(seconds))),
                "{text}"
            );
        }
        for text in ["", "30", "soon", "0s", "-1s", "100ms", "8761h", "1y"] {
            assert!(
                text.parse::<Span>().unwrap_err().contains("such as `30s`"),
                "{text}"
            );
        }
    }
}
