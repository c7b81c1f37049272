//! A member as a row.

use aiia_keys_domain::{Member, MemberId, MemberState, NewMember, OrganizationId};
use aiia_keys_ports::{StoreError, Stored, Version};
use diesel::{data_types::PgTimestamp, prelude::*};
use uuid::Uuid;

use crate::{
    convert::{Row, instant, number},
    tables::member,
};

/// Everything but the password's hash.
#[derive(Queryable, Selectable)]
#[diesel(table_name = member)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct MemberRow {
    org_id: Uuid,
    id: Uuid,
    email: String,
    name: String,
    role: String,
    created_at: PgTimestamp,
    removed_at: Option<PgTimestamp>,
    version: i64,
}

impl MemberRow {
    pub(super) fn read(self) -> Result<Stored<Member>, StoreError> {
        let row = Row {
            table: "member",
            id: self.id,
        };
        let member = NewMember {
            id: MemberId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            email: row.parse("email", &self.email)?,
            name: row.parse("name", &self.name)?,
            role: row.parse("role", &self.role)?,
        };
        let state = match self.removed_at {
            None => MemberState::Active,
            Some(at) => MemberState::Removed {
                at: row.at("removed_at", at)?,
            },
        };
        let created_at = row.at("created_at", self.created_at)?;
        let value = Member::from_stored(member, created_at, state);
        Ok(Stored {
            value,
            version: row.version(self.version)?,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = member)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewMemberRow {
    org_id: Uuid,
    id: Uuid,
    email: String,
    created_at: PgTimestamp,
    #[diesel(embed)]
    change: MemberChange,
}

impl NewMemberRow {
    pub(super) fn of(member: &Member) -> Self {
        Self {
            org_id: *member.organization().as_uuid(),
            id: *member.id().as_uuid(),
            email: member.email().as_str().to_owned(),
            created_at: instant(member.created_at()),
            change: MemberChange::of(member, Version::FIRST),
        }
    }
}

/// What a transition may change.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = member)]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct MemberChange {
    name: String,
    role: &'static str,
    removed_at: Option<PgTimestamp>,
    version: i64,
}

impl MemberChange {
    pub(super) fn of(member: &Member, version: Version) -> Self {
        Self {
            name: member.name().as_str().to_owned(),
            role: member.role().as_str(),
            removed_at: match member.state() {
                MemberState::Active => None,
                MemberState::Removed { at } => Some(instant(at)),
            },
            version: number(version),
        }
    }
}
