//! How a tenant's keys are used.

mod add;
mod row;

use aiia_keys_domain::{Day, KeyId, ScopeUse, UsageCount, UsageDay};
use aiia_keys_ports::{DailyCount, StoreError, UsageRepository};
use async_trait::async_trait;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Date, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use self::row::{DailyRow, DayRow, LastUseRow, date};
use crate::{
    tables::{key_usage, key_usage_day},
    unit_of_work::PgUnitOfWork,
};

/// By the primary key, a few rows for each day of each key.
const DAILY: &str = "
    SELECT key_id, day, outcome,
           sum((SELECT sum(n) FROM unnest(hours) AS n))::bigint AS count
    FROM key_usage_day WHERE key_id = ANY ($1) AND day >= $2
    GROUP BY key_id, day, outcome";

#[async_trait]
impl UsageRepository for PgUnitOfWork {
    async fn add(&mut self, counts: &[UsageCount]) -> Result<(), StoreError> {
        let tenant = *self.tenant.as_uuid();
        self.transaction
            .write(async move |connection| add::add(connection, tenant, counts).await)
            .await
    }

    async fn list_last_uses(&mut self, keys: &[KeyId]) -> Result<Vec<ScopeUse>, StoreError> {
        let query = key_usage::table
            .filter(key_usage::key_id.eq_any(uuids(keys)))
            .select(LastUseRow::as_select());
        let rows: Vec<LastUseRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(LastUseRow::read).collect()
    }

    async fn list_days(
        &mut self,
        key: KeyId,
        first: Day,
        last: Day,
    ) -> Result<Vec<UsageDay>, StoreError> {
        let query = key_usage_day::table
            .filter(key_usage_day::key_id.eq(*key.as_uuid()))
            .filter(key_usage_day::day.between(date(first), date(last)))
            .select(DayRow::as_select());
        let rows: Vec<DayRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(DayRow::read).collect()
    }

    async fn count_daily(
        &mut self,
        keys: &[KeyId],
        first: Day,
    ) -> Result<Vec<DailyCount>, StoreError> {
        let query = sql_query(DAILY)
            .bind::<Array<SqlUuid>, _>(uuids(keys))
            .bind::<Date, _>(date(first));
        let rows: Vec<DailyRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(DailyRow::read).collect()
    }
}

fn uuids(keys: &[KeyId]) -> Vec<Uuid> {
    keys.iter().map(|key| *key.as_uuid()).collect()
}
