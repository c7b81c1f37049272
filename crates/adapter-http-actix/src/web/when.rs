//! Instants and spans as people read them: in UTC, which a script turns into the reader's time.

use std::time::Duration;

use aiia_keys_domain::{RateLimit, Timestamp};
use maud::{Markup, html};
use time::{Date, Month, OffsetDateTime, UtcOffset};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// `15 Jan 2027`, with the exact instant on hovering.
pub(crate) fn day(at: Timestamp) -> Markup {
    html! { time datetime=(at) title=(minutes(at)) data-show="day" { (day_text(at)) } }
}

/// `15 Jan 2027, 08:00 UTC`.
pub(crate) fn instant(at: Timestamp) -> Markup {
    html! { time datetime=(at) title=(minutes(at)) data-show="minute" { (minutes(at)) } }
}

/// `3 hours ago`, with the exact instant on hovering.
pub(crate) fn ago(now: Timestamp, at: Timestamp) -> Markup {
    let since = now.saturating_since(at);
    let words = if since.as_secs() < MINUTE {
        "just now".to_owned()
    } else {
        format!("{} ago", span(since))
    };
    html! { time datetime=(at) title=(minutes(at)) { (words) } }
}

fn minutes(at: Timestamp) -> String {
    let time = calendar(at);
    format!(
        "{}, {:02}:{:02} UTC",
        day_text(at),
        time.hour(),
        time.minute()
    )
}

/// `15 Jan 2027`.
pub(crate) fn day_text(at: Timestamp) -> String {
    let time = calendar(at);
    let month = &time.month().to_string()[..3];
    format!("{} {month} {}", time.day(), time.year())
}

/// The calendar's view of an instant.
pub(crate) fn calendar(at: Timestamp) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.unix_micros()) * 1_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// `6 days`, `3 hours`, `1 minute`: the largest unit that fits, and whole ones only.
pub(crate) fn span(length: Duration) -> String {
    let seconds = length.as_secs();
    let (count, unit) = match seconds {
        DAY.. => (seconds / DAY, "day"),
        HOUR.. => (seconds / HOUR, "hour"),
        MINUTE.. => (seconds / MINUTE, "minute"),
        _ => return "less than a minute".to_owned(),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// `2027-01-15`, as date fields write it.
pub(crate) fn field(at: Timestamp) -> String {
    let date = calendar(at).date();
    format!(
        "{:04}-{:02}-{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

/// The end of the day that a date field names, in UTC; `None` when it names none.
pub(crate) fn end_of(field: &str) -> Option<Timestamp> {
    let mut parts = field.splitn(3, '-');
    let mut number = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits)?;
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| part.parse::<u16>().ok())?
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()?;
    let next = date.next_day()?.midnight().assume_offset(UtcOffset::UTC);
    Timestamp::from_unix_micros(next.unix_timestamp().checked_mul(1_000_000)?)
}

/// How often a key may be used, in words.
pub(super) fn rate(limit: RateLimit) -> String {
    let requests = limit.requests();
    let plural = if requests == 1 { "" } else { "s" };
    let text = limit.to_string();
    let window = match text.split_once('/').map(|(_, window)| window) {
        Some("1s") => "second".to_owned(),
        Some("1m") => "minute".to_owned(),
        Some("1h") => "hour".to_owned(),
        Some("1d") => "day".to_owned(),
        Some(other) => other.to_owned(),
        None => text.clone(),
    };
    format!("{requests} request{plural} per {window}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_whole_and_of_the_largest_unit() {
        let of = |seconds| span(Duration::from_secs(seconds));
        assert_eq!(of(59), "less than a minute");
        assert_eq!(of(60), "1 minute");
        assert_eq!(of(2 * HOUR + 1), "2 hours");
        assert_eq!(of(7 * DAY - 1), "6 days");
        assert_eq!(of(DAY), "1 day");
    }

    #[test]
    fn a_rate_limit_is_told_by_its_window() {
        let of = |text: &str| rate(text.parse().unwrap());
        assert_eq!(of("600/1m"), "600 requests per minute");
        assert_eq!(of("1/1d"), "1 request per day");
        assert_eq!(of("5/90s"), "5 requests per 90s");
    }

    #[test]
    fn a_day_of_a_date_field_ends_at_the_next_midnight() {
        let end = end_of("2027-12-31").unwrap();
        assert_eq!(end.to_string(), "2028-01-01T00:00:00Z");
        assert_eq!(
            (field(end), day_text(end)),
            ("2028-01-01".to_owned(), "1 Jan 2028".to_owned())
        );
        for wrong in [
            "",
            "2027-02-30",
            "2027-1-1",
            "27-01-01",
            "2027-01-01-",
            "2027-13-01",
            "+027-01-01",
            "9999-12-31",
        ] {
            assert_eq!(end_of(wrong), None, "{wrong}");
        }
    }
}
