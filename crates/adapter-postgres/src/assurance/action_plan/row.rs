//! An action plan as a row.

use aiia_keys_assurance::{ActionPlan, ActionPlanData, ActionPlanId, FindingId, RecommendationId};
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
        tables::action_plan,
    },
    convert::{Row, instant, number},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = action_plan)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct ActionPlanRow {
    org_id: Uuid,
    id: Uuid,
    finding_id: Uuid,
    recommendation_id: Option<Uuid>,
    description: String,
    owner: String,
    due_on: PgDate,
    created_at: PgTimestamp,
    updated_at: PgTimestamp,
    status: String,
    log_length: i32,
    version: i64,
}

impl ActionPlanRow {
    pub(super) fn read(self) -> Result<Stored<ActionPlan>, StoreError> {
        let row = Row {
            table: "action_plan",
            id: self.id,
        };
        let data = ActionPlanData {
            id: ActionPlanId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            finding: FindingId::from_uuid(self.finding_id),
            recommendation: self.recommendation_id.map(RecommendationId::from_uuid),
            description: row.parse("description", &self.description)?,
            owner: row.parse("owner", &self.owner)?,
            due_on: row.sound("due_on", date(self.due_on))?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            status: row.parse("status", &self.status)?,
            log_length: row.sound("log_length", self.log_length.try_into().ok())?,
        };
        Ok(Stored {
            value: ActionPlan::from_stored(data),
            version: row.version(self.version)?,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = action_plan)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewActionPlanRow {
    org_id: Uuid,
    id: Uuid,
    finding_id: Uuid,
    recommendation_id: Option<Uuid>,
    description: String,
    owner: String,
    due_on: PgDate,
    created_at: PgTimestamp,
    #[diesel(embed)]
    change: ActionPlanChange,
}

impl NewActionPlanRow {
    pub(super) fn of(plan: &ActionPlan) -> Self {
        let data = plan.data();
        Self {
            org_id: *data.organization.as_uuid(),
            id: *data.id.as_uuid(),
            finding_id: *data.finding.as_uuid(),
            recommendation_id: data.recommendation.map(|id| *id.as_uuid()),
            description: data.description.as_str().to_owned(),
            owner: data.owner.as_str().to_owned(),
            due_on: day(data.due_on),
            created_at: instant(data.created_at),
            change: ActionPlanChange::of(plan, Version::FIRST),
        }
    }
}

/// What a move changes.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = action_plan)]
pub(super) struct ActionPlanChange {
    status: &'static str,
    log_length: i32,
    updated_at: PgTimestamp,
    version: i64,
}

impl ActionPlanChange {
    pub(super) fn of(plan: &ActionPlan, version: Version) -> Self {
        let data = plan.data();
        Self {
            status: data.status.as_str(),
            // A log has 10,000 entries at most.
            log_length: data.log_length.try_into().unwrap_or(i32::MAX),
            updated_at: instant(data.updated_at),
            version: number(version),
        }
    }
}
