//! Days as PostgreSQL counts them.

use aiia_keys_assurance::Date;
use diesel::data_types::PgDate;

/// 2000-01-01, from which PostgreSQL counts, in days since 1970-01-01.
const POSTGRES_EPOCH: i32 = 10_957;

pub(super) const fn day(date: Date) -> PgDate {
    PgDate(date.unix_days() - POSTGRES_EPOCH)
}

/// The day, unless it is infinite or beyond what can be represented.
pub(super) fn date(day: PgDate) -> Option<Date> {
    Date::from_unix_days(day.0.checked_add(POSTGRES_EPOCH)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_kept_and_the_infinities_are_none() {
        for text in ["1970-01-01", "2000-01-01", "2027-02-28", "9999-12-31"] {
            let at: Date = text.parse().unwrap();
            assert_eq!(date(day(at)), Some(at));
        }
        assert_eq!(day("2000-01-01".parse().unwrap()), PgDate(0));
        assert_eq!(date(PgDate(i32::MAX)), None);
        assert_eq!(date(PgDate(i32::MIN)), None);
    }
}
