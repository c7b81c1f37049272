//! An entry of an action plan's log as a row.

use aiia_keys_assurance::{ActionPlanId, Note, RemediationEvent, RemediationLogEntry};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::StoreError;
use diesel::{data_types::PgTimestamp, prelude::*};
use uuid::Uuid;

use crate::{
    assurance::tables::remediation_log_entry,
    convert::{Row, instant},
};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = remediation_log_entry)]
#[diesel(check_for_backend(diesel::pg::Pg))]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct EntryRow {
    org_id: Uuid,
    action_plan_id: Uuid,
    sequence: i32,
    at: PgTimestamp,
    actor: String,
    from_status: Option<String>,
    to_status: String,
    note: Option<String>,
}

impl EntryRow {
    pub(super) fn of(entry: &RemediationLogEntry) -> Result<Self, StoreError> {
        let plan = *entry.plan.as_uuid();
        let sequence = entry.sequence.try_into().ok();
        Ok(Self {
            org_id: *entry.organization.as_uuid(),
            action_plan_id: plan,
            sequence: row(plan).sound("sequence", sequence)?,
            at: instant(entry.at),
            actor: entry.by.to_string(),
            from_status: entry.event.from().map(|status| status.as_str().to_owned()),
            to_status: entry.event.to().as_str().to_owned(),
            note: entry.event.note().map(|note| note.as_str().to_owned()),
        })
    }

    pub(super) fn read(self) -> Result<RemediationLogEntry, StoreError> {
        let row = row(self.action_plan_id);
        let from = self
            .from_status
            .map(|status| row.parse("from_status", &status))
            .transpose()?;
        let note = self
            .note
            .map(|note| row.parse::<Note>("note", &note))
            .transpose()?;
        let to = row.parse("to_status", &self.to_status)?;
        Ok(RemediationLogEntry {
            plan: ActionPlanId::from_uuid(self.action_plan_id),
            organization: OrganizationId::from_uuid(self.org_id),
            sequence: row.sound("sequence", self.sequence.try_into().ok())?,
            at: row.at("at", self.at)?,
            by: row.parse("actor", &self.actor)?,
            event: row.sound("to_status", RemediationEvent::from_parts(from, to, note))?,
        })
    }
}

fn row(plan: Uuid) -> Row<Uuid> {
    Row {
        table: "remediation_log_entry",
        id: plan,
    }
}
