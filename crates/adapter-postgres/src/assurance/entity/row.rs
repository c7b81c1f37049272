//! An entity as a row.

use aiia_keys_assurance::{Entity, EntityId, EntityPlace, Level, NewEntity, ParentLevel};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{StoreError, Stored, Version};
use diesel::{data_types::PgTimestamp, prelude::*};
use uuid::Uuid;

use crate::{
    assurance::tables::entity,
    convert::{Row, instant, number},
};

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
        Ok(Stored {
            value: Entity::from_stored(new, place, created_at, updated_at),
            version: row.version(self.version)?,
        })
    }
}

fn parent_level(level: i16) -> Option<ParentLevel> {
    let level = u8::try_from(level).ok().and_then(Level::new)?;
    ParentLevel::new(level)
}

#[derive(Insertable)]
#[diesel(table_name = entity)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewEntityRow {
    org_id: Uuid,
    id: Uuid,
    kind: &'static str,
    name: String,
    code: String,
    parent_id: Option<Uuid>,
    parent_level: Option<i16>,
    level: i16,
    created_at: PgTimestamp,
    updated_at: PgTimestamp,
    version: i64,
}

impl NewEntityRow {
    pub(super) fn of(entity: &Entity) -> Self {
        let (parent_id, parent_level) = match entity.place() {
            EntityPlace::Root => (None, None),
            EntityPlace::Under {
                parent,
                parent_level,
            } => (
                Some(*parent.as_uuid()),
                Some(parent_level.get().get().into()),
            ),
        };
        Self {
            org_id: *entity.organization().as_uuid(),
            id: *entity.id().as_uuid(),
            kind: entity.kind().as_str(),
            name: entity.name().as_str().to_owned(),
            code: entity.code().as_str().to_owned(),
            parent_id,
            parent_level,
            level: entity.level().get().into(),
            created_at: instant(entity.created_at()),
            updated_at: instant(entity.updated_at()),
            version: number(Version::FIRST),
        }
    }
}
