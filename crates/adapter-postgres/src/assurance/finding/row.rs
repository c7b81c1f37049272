//! A finding as a row.

use aiia_keys_assurance::{EntityId, Finding, FindingData, FindingId, FindingState};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{StoreError, Stored, Version};
use diesel::{
    data_types::{PgDate, PgTimestamp},
    prelude::*,
};
use uuid::Uuid;

use crate::{
    assurance::{
        date::{date, day},
        tables::finding,
    },
    convert::{Row, instant, number},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = finding)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct FindingRow {
    org_id: Uuid,
    id: Uuid,
    entity_id: Uuid,
    title: String,
    description: String,
    severity: String,
    raised_on: PgDate,
    status: String,
    issued_at: Option<PgTimestamp>,
    closed_at: Option<PgTimestamp>,
    created_at: PgTimestamp,
    created_by: String,
    updated_at: PgTimestamp,
    version: i64,
}

impl FindingRow {
    pub(super) fn read(self) -> Result<Stored<Finding>, StoreError> {
        let row = Row {
            table: "finding",
            id: self.id,
        };
        let at = |column, at: Option<_>| at.map(|at| row.at(column, at)).transpose();
        let state = FindingState::from_parts(
            row.parse("status", &self.status)?,
            at("issued_at", self.issued_at)?,
            at("closed_at", self.closed_at)?,
        );
        let data = FindingData {
            id: FindingId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            entity: EntityId::from_uuid(self.entity_id),
            title: row.parse("title", &self.title)?,
            description: row.parse("description", &self.description)?,
            severity: row.parse("severity", &self.severity)?,
            raised_on: row.sound("raised_on", date(self.raised_on))?,
            created_at: row.at("created_at", self.created_at)?,
            created_by: row.parse("created_by", &self.created_by)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            state: row.sound("status", state)?,
        };
        Ok(Stored {
            value: Finding::from_stored(data),
            version: row.version(self.version)?,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = finding)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewFindingRow {
    org_id: Uuid,
    id: Uuid,
    raised_on: PgDate,
    created_at: PgTimestamp,
    created_by: String,
    #[diesel(embed)]
    change: FindingChange,
}

impl NewFindingRow {
    pub(super) fn of(finding: &Finding) -> Self {
        let data = finding.data();
        Self {
            org_id: *data.organization.as_uuid(),
            id: *data.id.as_uuid(),
            raised_on: day(data.raised_on),
            created_at: instant(data.created_at),
            created_by: data.created_by.to_string(),
            change: FindingChange::of(finding, Version::FIRST),
        }
    }
}

/// What a transition may change.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = finding)]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct FindingChange {
    entity_id: Uuid,
    title: String,
    description: String,
    severity: &'static str,
    status: &'static str,
    issued_at: Option<PgTimestamp>,
    closed_at: Option<PgTimestamp>,
    updated_at: PgTimestamp,
    version: i64,
}

impl FindingChange {
    pub(super) fn of(finding: &Finding, version: Version) -> Self {
        let data = finding.data();
        Self {
            entity_id: *data.entity.as_uuid(),
            title: data.title.as_str().to_owned(),
            description: data.description.as_str().to_owned(),
            severity: data.severity.as_str(),
            status: data.state.status().as_str(),
            issued_at: data.state.issued_at().map(instant),
            closed_at: data.state.closed_at().map(instant),
            updated_at: instant(data.updated_at),
            version: number(version),
        }
    }
}
