//! Instants as RFC 3339 writes them, and spans as ISO 8601 does.

use std::time::Duration;

use aiia_keys_domain::Timestamp;
use jiff::{SpanRelativeTo, fmt::temporal::SpanParser};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A text is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an instant as in RFC 3339 is expected, such as 2026-01-31T12:00:00Z")]
pub(crate) struct InvalidInstant;

/// Reads an instant; what is finer than a microsecond is cut off.
///
/// # Errors
/// When it is not an instant with an offset.
pub(crate) fn instant(text: &str) -> Result<Timestamp, InvalidInstant> {
    OffsetDateTime::parse(text, &Rfc3339)
        .map(Timestamp::from)
        .map_err(|_| InvalidInstant)
}

/// A text is no span that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a duration as in ISO 8601 is expected, in weeks, days, hours, minutes or seconds and not \
     negative, such as PT24H, P7D or PT0S"
)]
pub(crate) struct InvalidDuration;

/// Reads a span. A day has 24 hours; months and years, whose length varies, are refused.
///
/// # Errors
/// When it is not a span of fixed length.
pub(crate) fn duration(text: &str) -> Result<Duration, InvalidDuration> {
    static PARSER: SpanParser = SpanParser::new();
    // The longest that can be meant is far shorter; what is longer only costs time to read.
    if text.len() > 64 || !text.starts_with('P') {
        return Err(InvalidDuration);
    }
    let span = PARSER.parse_span(text).map_err(|_| InvalidDuration)?;
    let span = span
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|_| InvalidDuration)?;
    span.try_into().map_err(|_| InvalidDuration)
}

#[cfg(test)]
mod tests;
