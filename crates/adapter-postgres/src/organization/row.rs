//! An organization as a row.

use aiia_keys_domain::{
    Days, Organization, OrganizationId, OrganizationState, Policy, RotationPeriod, Scope, ScopeSet,
};
use aiia_keys_ports::{StoreError, Stored, Version};
use diesel::{data_types::PgTimestamp, prelude::*};
use uuid::Uuid;

use crate::{
    convert::{Row, instant, number},
    key::row::scope_texts,
    rate_limit,
    tables::organization,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = organization)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct OrganizationRow {
    org_id: Uuid,
    slug: String,
    name: String,
    maximum_lifetime: i16,
    rotation_period: i16,
    grantable: Vec<String>,
    maximum_active_keys: i64,
    sources_required: bool,
    rate_requests: Option<i32>,
    rate_seconds: Option<i32>,
    created_at: PgTimestamp,
    suspended_at: Option<PgTimestamp>,
    version: i64,
}

impl OrganizationRow {
    pub(super) fn read(self) -> Result<Stored<Organization>, StoreError> {
        let row = Row {
            table: "organization",
            id: self.org_id,
        };
        let policy = Policy {
            maximum_lifetime: row.sound("maximum_lifetime", days(self.maximum_lifetime))?,
            rotation_period: row.sound(
                "rotation_period",
                days(self.rotation_period).and_then(|days| RotationPeriod::new(days).ok()),
            )?,
            grantable: row.sound("grantable", scope_set(&self.grantable))?,
            maximum_active_keys: row.sound(
                "maximum_active_keys",
                self.maximum_active_keys.try_into().ok(),
            )?,
            sources_required: self.sources_required,
            rate_limit: row.sound(
                "rate_requests",
                rate_limit::read(self.rate_requests, self.rate_seconds),
            )?,
        };
        let state = match self.suspended_at {
            None => OrganizationState::Active,
            Some(at) => OrganizationState::Suspended {
                at: row.at("suspended_at", at)?,
            },
        };
        let value = Organization::from_stored(
            OrganizationId::from_uuid(self.org_id),
            row.parse("slug", &self.slug)?,
            row.parse("name", &self.name)?,
            policy,
            row.at("created_at", self.created_at)?,
            state,
        );
        Ok(Stored {
            value,
            version: row.version(self.version)?,
        })
    }
}

fn days(days: i16) -> Option<Days> {
    Days::new(days.try_into().ok()?).ok()
}

fn scope_set(texts: &[String]) -> Option<ScopeSet> {
    texts
        .iter()
        .map(|text| text.parse::<Scope>().ok())
        .collect()
}

#[derive(Insertable)]
#[diesel(table_name = organization)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewOrganizationRow {
    org_id: Uuid,
    slug: String,
    created_at: PgTimestamp,
    #[diesel(embed)]
    change: OrganizationChange,
}

impl NewOrganizationRow {
    pub(super) fn of(organization: &Organization) -> Self {
        Self {
            org_id: *organization.id().as_uuid(),
            slug: organization.slug().as_str().to_owned(),
            created_at: instant(organization.created_at()),
            change: OrganizationChange::of(organization, Version::FIRST),
        }
    }
}

/// What a transition may change.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = organization)]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct OrganizationChange {
    name: String,
    maximum_lifetime: i16,
    rotation_period: i16,
    grantable: Vec<String>,
    maximum_active_keys: i64,
    sources_required: bool,
    rate_requests: Option<i32>,
    rate_seconds: Option<i32>,
    suspended_at: Option<PgTimestamp>,
    version: i64,
}

impl OrganizationChange {
    pub(super) fn of(organization: &Organization, version: Version) -> Self {
        let policy = organization.policy();
        let (rate_requests, rate_seconds) = rate_limit::columns(policy.rate_limit);
        Self {
            name: organization.name().as_str().to_owned(),
            maximum_lifetime: smallint(policy.maximum_lifetime),
            rotation_period: smallint(policy.rotation_period.days()),
            grantable: scope_texts(&policy.grantable),
            maximum_active_keys: policy.maximum_active_keys.into(),
            sources_required: policy.sources_required,
            rate_requests,
            rate_seconds,
            suspended_at: match organization.state() {
                OrganizationState::Active => None,
                OrganizationState::Suspended { at } => Some(instant(at)),
            },
            version: number(version),
        }
    }
}

/// At most 3650.
fn smallint(days: Days) -> i16 {
    i16::try_from(days.get()).unwrap_or(i16::MAX)
}
