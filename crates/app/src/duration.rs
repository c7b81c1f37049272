//! Durations as people set them.

use std::{fmt, str::FromStr, time::Duration};

use aiia_keys_verifier::LeasePolicy;
use jiff::SignedDuration;

/// A duration from a second to a year, such as `30s`, `10m` or `12h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) Duration);

const LONGEST: Duration = Duration::from_hours(365 * 24);

impl FromStr for Span {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let span = read(text).ok_or("a duration is expected, such as `30s`, `10m` or `12h`")?;
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

/// How long leases last, such as `500ms` or `2s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lease(pub(crate) LeasePolicy);

impl FromStr for Lease {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let length = read(text).ok_or("a duration is expected, such as `500ms` or `2s`")?;
        LeasePolicy::of(length)
            .map(Self)
            .map_err(|error| error.to_string())
    }
}

fn read(text: &str) -> Option<Duration> {
    Duration::try_from(SignedDuration::from_str(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_lease_has_bounds_of_its_own() {
        let millis = |text: &str| {
            let lease: Result<Lease, String> = text.parse();
            lease.map(|Lease(policy)| policy.length().as_millis())
        };
        assert_eq!(
            [millis("500ms"), millis("2s"), millis("1.5s")],
            [Ok(500), Ok(2000), Ok(1500)]
        );
        for text in ["199ms", "11s", "1m"] {
            let refused = millis(text).unwrap_err();
            assert!(refused.contains("200ms to 10s"), "{text}: {refused}");
        }
        assert!(millis("short").unwrap_err().contains("such as `500ms`"));
    }

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
