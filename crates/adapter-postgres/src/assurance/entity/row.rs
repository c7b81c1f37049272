//! An entity as a row.

use aiia_keys_assurance::{Entity, EntityId, EntityPlace, Level, NewEntity, ParentLevel};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{StoreError, Stored};
use diesel::{data_types::PgTimestamp, prelude::*};
use uuid::Uuid;

use crate::{assurance::tables::entity, convert::Row};

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = entity)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct EntityRow {
    org_id: Uuid,
    id: Uuid,
    kind: String,
    name: String,
    code: String,
    parent_id: Option<Uuid>,
    parent_level: Option<i16>,
    created_at: PgTimestamp,
    updated_at: PgTimestamp,
    retired_at: Option<PgTimestamp>,
    version: i64,
}

impl EntityRow {
    pub(super) fn read(self) -> Result<Stored<Entity>, StoreError> {
        let row = Row {
            table: "entity",
            id: self.id,
        };
        let place = match (self.parent_id, self.parent_level) {
            (None, None) => EntityPlace::Root,
            (Some(parent), Some(level)) => EntityPlace::Under {
                parent: EntityId::from_uuid(parent),
                parent_level: row.sound("parent_level", parent_level(level))?,
            },
            _ => return Err(row.unreadable("parent_level")),
        };
        let new = NewEntity {
            id: EntityId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            kind: row.parse("kind", &self.kind)?,
            name: row.parse("name", &self.name)?,
            code: row.parse("code", &self.code)?,
        };
        let created_at = row.at("created_at", self.created_at)?;
        let updated_at = row.at("updated_at", self.updated_at)?;
        let retired_at = self.retired_at.map(|at| row.at("retired_at", at));
        Ok(Stored {
            value: Entity::from_stored(new, place, created_at, updated_at, retired_at.transpose()?),
            version: row.version(self.version)?,
        })
    }
}

fn parent_level(level: i16) -> Option<ParentLevel> {
    let level = u8::try_from(level).ok().and_then(Level::new)?;
    ParentLevel::new(level)
}
