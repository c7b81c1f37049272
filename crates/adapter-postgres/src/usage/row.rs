//! Usage as rows.

use aiia_keys_domain::{Day, KeyId, LastUse, ScopeUse, UsageDay};
use aiia_keys_ports::{DailyCount, StoreError};
use diesel::{
    data_types::{PgDate, PgTimestamp},
    prelude::*,
    sql_types::{BigInt, Date, Text, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{
    convert::Row,
    tables::{key_usage, key_usage_day},
};

/// 2000-01-01, from which PostgreSQL counts, in days since 1970-01-01.
const POSTGRES_EPOCH: i32 = 10_957;

/// A day as PostgreSQL keeps it.
pub(super) const fn date(day: Day) -> PgDate {
    PgDate(day.number().saturating_sub(POSTGRES_EPOCH))
}

fn day(date: PgDate) -> Option<Day> {
    date.0.checked_add(POSTGRES_EPOCH).map(Day::from_number)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = key_usage)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct LastUseRow {
    key_id: Uuid,
    scope: String,
    last_used_at: PgTimestamp,
    last_address: Option<String>,
}

impl LastUseRow {
    pub(super) fn read(self) -> Result<ScopeUse, StoreError> {
        let row = Row {
            table: "key_usage",
            id: self.key_id,
        };
        let address = self.last_address.as_deref();
        let address = address.map(|text| row.parse("last_address", text));
        Ok(ScopeUse {
            key: KeyId::from_uuid(self.key_id),
            scope: row.parse("scope", &self.scope)?,
            last: LastUse {
                at: row.at("last_used_at", self.last_used_at)?,
                address: address.transpose()?,
            },
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = key_usage_day)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct DayRow {
    key_id: Uuid,
    scope: String,
    outcome: String,
    day: PgDate,
    hours: Vec<i64>,
}

impl DayRow {
    pub(super) fn read(self) -> Result<UsageDay, StoreError> {
        let row = Row {
            table: "key_usage_day",
            id: self.key_id,
        };
        let hours: Option<Vec<u64>> = self.hours.iter().map(|n| u64::try_from(*n).ok()).collect();
        Ok(UsageDay {
            key: KeyId::from_uuid(self.key_id),
            day: row.sound("day", day(self.day))?,
            scope: row.parse("scope", &self.scope)?,
            outcome: row.parse("outcome", &self.outcome)?,
            hours: row.sound("hours", hours.and_then(|hours| hours.try_into().ok()))?,
        })
    }
}

#[derive(QueryableByName)]
pub(super) struct DailyRow {
    #[diesel(sql_type = SqlUuid)]
    key_id: Uuid,
    #[diesel(sql_type = Date)]
    day: PgDate,
    #[diesel(sql_type = Text)]
    outcome: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl DailyRow {
    pub(super) fn read(self) -> Result<DailyCount, StoreError> {
        let row = Row {
            table: "key_usage_day",
            id: self.key_id,
        };
        Ok(DailyCount {
            key: KeyId::from_uuid(self.key_id),
            day: row.sound("day", day(self.day))?,
            outcome: row.parse("outcome", &self.outcome)?,
            count: row.sound("hours", self.count.try_into().ok())?,
        })
    }
}
