//! A run as a row.

use aiia_keys_assurance::{
    ChangeCounts, ConnectorId, ConnectorRun, ConnectorRunData, ConnectorRunId, ConnectorRunState,
    RunFailure,
};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{StoreError, Stored, Version};
use diesel::{data_types::PgTimestamp, prelude::*};
use serde_json::Value;
use uuid::Uuid;

use super::json;
use crate::{
    assurance::tables::connector_run,
    convert::{Row, instant, number},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = connector_run)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct ConnectorRunRow {
    org_id: Uuid,
    id: Uuid,
    connector_id: Uuid,
    dry_run: bool,
    started_at: PgTimestamp,
    started_by: String,
    state: String,
    lease_until: Option<PgTimestamp>,
    ended_at: Option<PgTimestamp>,
    added: Option<i32>,
    changed: Option<i32>,
    restored: Option<i32>,
    retired: Option<i32>,
    unchanged: Option<i32>,
    failure_code: Option<String>,
    failure_detail: Option<String>,
    failure_rows: Option<Value>,
    log: Value,
    version: i64,
}

impl ConnectorRunRow {
    pub(super) fn read(self) -> Result<Stored<ConnectorRun>, StoreError> {
        let row = Row {
            table: "connector_run",
            id: self.id,
        };
        let version = row.version(self.version)?;
        let data = ConnectorRunData {
            id: ConnectorRunId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            connector: ConnectorId::from_uuid(self.connector_id),
            dry_run: self.dry_run,
            started_at: row.at("started_at", self.started_at)?,
            started_by: row.parse("started_by", &self.started_by)?,
            state: self.state(row)?,
            log: row.sound("log", json::read_log(&self.log))?,
        };
        Ok(Stored {
            value: ConnectorRun::from_stored(data),
            version,
        })
    }

    fn state(&self, row: Row<Uuid>) -> Result<ConnectorRunState, StoreError> {
        let at = |column, at: Option<_>| row.at(column, row.sound(column, at)?);
        let ended_at = || at("ended_at", self.ended_at);
        Ok(match self.state.as_str() {
            "running" => ConnectorRunState::Running {
                until: at("lease_until", self.lease_until)?,
            },
            "succeeded" => ConnectorRunState::Succeeded {
                at: ended_at()?,
                counts: self.counts(row)?,
            },
            "failed" => ConnectorRunState::Failed {
                at: ended_at()?,
                failure: self.failure(row)?,
            },
            "interrupted" => ConnectorRunState::Interrupted { at: ended_at()? },
            _ => return Err(row.unreadable("state")),
        })
    }

    fn counts(&self, row: Row<Uuid>) -> Result<ChangeCounts, StoreError> {
        let count = |column, count: Option<i32>| {
            row.sound(column, count.and_then(|count| count.try_into().ok()))
        };
        Ok(ChangeCounts {
            added: count("added", self.added)?,
            changed: count("changed", self.changed)?,
            restored: count("restored", self.restored)?,
            retired: count("retired", self.retired)?,
            unchanged: count("unchanged", self.unchanged)?,
        })
    }

    fn failure(&self, row: Row<Uuid>) -> Result<RunFailure, StoreError> {
        let rows = self.failure_rows.as_ref().and_then(json::read_rows);
        Ok(RunFailure {
            code: row.sound("failure_code", self.failure_code.clone())?,
            detail: row.sound("failure_detail", self.failure_detail.clone())?,
            rows: row.sound("failure_rows", rows)?,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = connector_run)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewRunRow {
    org_id: Uuid,
    id: Uuid,
    connector_id: Uuid,
    dry_run: bool,
    started_at: PgTimestamp,
    started_by: String,
    #[diesel(embed)]
    change: RunChange,
}

impl NewRunRow {
    pub(super) fn of(run: &ConnectorRun) -> Result<Self, StoreError> {
        let data = run.data();
        Ok(Self {
            org_id: *data.organization.as_uuid(),
            id: *data.id.as_uuid(),
            connector_id: *data.connector.as_uuid(),
            dry_run: data.dry_run,
            started_at: instant(data.started_at),
            started_by: data.started_by.to_string(),
            change: RunChange::of(run, Version::FIRST)?,
        })
    }
}

/// What a transition may change.
#[derive(Default, AsChangeset, Insertable)]
#[diesel(table_name = connector_run)]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct RunChange {
    state: &'static str,
    lease_until: Option<PgTimestamp>,
    ended_at: Option<PgTimestamp>,
    added: Option<i32>,
    changed: Option<i32>,
    restored: Option<i32>,
    retired: Option<i32>,
    unchanged: Option<i32>,
    failure_code: Option<String>,
    failure_detail: Option<String>,
    failure_rows: Option<Value>,
    log: Value,
    version: i64,
}

impl RunChange {
    pub(super) fn of(run: &ConnectorRun, version: Version) -> Result<Self, StoreError> {
        let data = run.data();
        let mut change = Self {
            state: data.state.as_str(),
            log: json::write_log(&data.log),
            version: number(version),
            ..Self::default()
        };
        match &data.state {
            ConnectorRunState::Running { until } => change.lease_until = Some(instant(*until)),
            ConnectorRunState::Interrupted { at } => change.ended_at = Some(instant(*at)),
            ConnectorRunState::Failed { at, failure } => {
                change.ended_at = Some(instant(*at));
                change.failure_code = Some(failure.code.clone());
                change.failure_detail = Some(failure.detail.clone());
                change.failure_rows = Some(json::write_rows(&failure.rows));
            }
            ConnectorRunState::Succeeded { at, counts } => {
                let number = |count: u32| {
                    i32::try_from(count).map_err(|error| StoreError::Corrupt(error.into()))
                };
                change.ended_at = Some(instant(*at));
                change.added = Some(number(counts.added)?);
                change.changed = Some(number(counts.changed)?);
                change.restored = Some(number(counts.restored)?);
                change.retired = Some(number(counts.retired)?);
                change.unchanged = Some(number(counts.unchanged)?);
            }
        }
        Ok(change)
    }
}
