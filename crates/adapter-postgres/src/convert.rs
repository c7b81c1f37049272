//! Between the database's types and the domain's.

use std::{fmt::Display, str::FromStr};

use aiia_keys_domain::Timestamp;
use aiia_keys_ports::{StoreError, Version};
use diesel::data_types::PgTimestamp;

/// 2000-01-01T00:00:00Z, from which PostgreSQL counts, in microseconds since the Unix epoch.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

/// An instant as PostgreSQL keeps it: microseconds, no rounding.
pub(crate) const fn instant(at: Timestamp) -> PgTimestamp {
    // Within the years -9999 to 9999 nothing overflows.
    PgTimestamp(at.unix_micros() - POSTGRES_EPOCH)
}

/// The instant, unless it is infinite or beyond the calendar.
pub(crate) fn timestamp(at: PgTimestamp) -> Option<Timestamp> {
    Timestamp::from_unix_micros(at.0.checked_add(POSTGRES_EPOCH)?)
}

/// A version as the database counts it.
pub(crate) fn number(version: Version) -> i64 {
    i64::try_from(version.get()).unwrap_or(i64::MAX)
}

/// The row that is being read: what cannot be read is told by table, id and column, never by content.
#[derive(Clone, Copy)]
pub(crate) struct Row<I> {
    pub(crate) table: &'static str,
    pub(crate) id: I,
}

#[derive(Debug, thiserror::Error)]
#[error("{table} {id}: {column} cannot be read")]
struct Unreadable {
    table: &'static str,
    id: String,
    column: &'static str,
}

impl<I: Display> Row<I> {
    /// What is wrong with a column.
    pub(crate) fn unreadable(&self, column: &'static str) -> StoreError {
        let id = self.id.to_string();
        StoreError::Corrupt(Box::new(Unreadable {
            table: self.table,
            id,
            column,
        }))
    }

    /// A value, unless it makes no sense.
    pub(crate) fn sound<T>(&self, column: &'static str, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| self.unreadable(column))
    }

    /// A value of the domain from its text form.
    pub(crate) fn parse<T: FromStr>(
        &self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        self.sound(column, text.parse().ok())
    }

    /// An instant.
    pub(crate) fn at(
        &self,
        column: &'static str,
        at: PgTimestamp,
    ) -> Result<Timestamp, StoreError> {
        self.sound(column, timestamp(at))
    }

    /// A version.
    pub(crate) fn version(&self, version: i64) -> Result<Version, StoreError> {
        self.sound("version", u64::try_from(version).ok().map(Version::new))
    }

    /// Thirty-two bytes.
    pub(crate) fn bytes(&self, column: &'static str, bytes: &[u8]) -> Result<[u8; 32], StoreError> {
        self.sound(column, bytes.try_into().ok())
    }
}

/// Whether exactly the one row that was meant was changed.
pub(crate) const fn changed(rows: usize, otherwise: &'static str) -> Result<(), StoreError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict(otherwise))
    }
}

/// A regular expression that matches what contains this text, whatever the case.
///
/// The cases are spelled out, because what `ILIKE` takes for the same letter is the locale's choice,
/// and with the locale `C` it knows `A` to `Z` only.
pub(crate) fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(4 * text.len());
    for c in text.chars() {
        let mut cases = vec![c];
        cases.extend(single(c.to_lowercase()).filter(|lower| *lower != c));
        cases.extend(single(c.to_uppercase()).filter(|upper| *upper != c));
        if cases.len() > 1 {
            pattern.push('[');
            pattern.extend(cases);
            pattern.push(']');
        } else {
            if c.is_ascii() && !c.is_ascii_alphanumeric() {
                pattern.push('\\');
            }
            pattern.push(c);
        }
    }
    pattern
}

/// The one character that it is: a letter that becomes two in the other case is only itself.
fn single(mut case: impl Iterator<Item = char>) -> Option<char> {
    let first = case.next()?;
    case.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_keep_every_microsecond() {
        for micros in [-1, 0, 1, 946_684_800_000_001, 253_402_300_799_999_999] {
            let at = Timestamp::from_unix_micros(micros).unwrap();
            assert_eq!(timestamp(instant(at)), Some(at));
        }
    }

    #[test]
    fn the_infinities_are_no_instants() {
        assert_eq!(timestamp(PgTimestamp(i64::MAX)), None);
        assert_eq!(timestamp(PgTimestamp(i64::MIN)), None);
    }

    #[test]
    fn a_pattern_means_its_text_in_either_case_and_nothing_else() {
        assert_eq!(containing(r"aÄ 5%.\ß"), r"[aA][Ää]\ 5\%\.\\ß");
    }

    #[test]
    fn unreadable_rows_are_named_without_their_content() {
        let row = Row {
            table: "api_key",
            id: 7,
        };
        let refused = row.parse::<u8>("label", "secret").unwrap_err();
        assert_eq!(
            refused.to_string(),
            "storage holds what cannot be read: api_key 7: label cannot be read"
        );
    }
}
