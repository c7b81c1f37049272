//! Many entities in one statement: a list for each column, which the server puts together.

use aiia_keys_assurance::{Entity, EntityPlace};
use aiia_keys_ports::{Stored, Version};
use diesel::{
    data_types::PgTimestamp,
    pg::Pg,
    query_builder::{BoxedSqlQuery, SqlQuery},
    sql_query,
    sql_types::{Array, BigInt, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::convert::{instant, number};

/// How many entities one statement takes: few enough for the time that a statement has, and for
/// what the server and we keep of them at once.
pub(super) const BATCH: usize = 5_000;

type Query = BoxedSqlQuery<'static, Pg, SqlQuery>;

const INSERT: &str = "
    INSERT INTO entity (org_id, id, kind, name, code, parent_id, parent_level, level, created_at,
                        updated_at, retired_at, version)
    SELECT org_id, id, kind, name, code, parent_id, parent_level, level, created_at, updated_at,
           retired_at, version
    FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        AS new (org_id, id, kind, name, code, parent_id, parent_level, level, created_at, updated_at,
                retired_at, version)";

/// Adds entities.
pub(super) fn insert(entities: &[Entity]) -> Query {
    let columns = Columns::of(entities.iter());
    let organizations: Vec<Uuid> = entities
        .iter()
        .map(|one| *one.organization().as_uuid())
        .collect();
    let codes = entities.iter().map(|one| one.code().as_str().to_owned());
    let created = entities.iter().map(|one| instant(one.created_at()));
    sql_query(INSERT)
        .into_boxed()
        .bind::<Array<SqlUuid>, _>(organizations)
        .bind::<Array<SqlUuid>, _>(columns.ids)
        .bind::<Array<Text>, _>(columns.kinds)
        .bind::<Array<Text>, _>(columns.names)
        .bind::<Array<Text>, _>(codes.collect::<Vec<_>>())
        .bind::<Array<Nullable<SqlUuid>>, _>(columns.parents)
        .bind::<Array<Nullable<SmallInt>>, _>(columns.parent_levels)
        .bind::<Array<SmallInt>, _>(columns.levels)
        .bind::<Array<Timestamptz>, _>(created.collect::<Vec<_>>())
        .bind::<Array<Timestamptz>, _>(columns.updated)
        .bind::<Array<Nullable<Timestamptz>>, _>(columns.retired)
        .bind::<Array<BigInt>, _>(vec![number(Version::FIRST); entities.len()])
}

const UPDATE: &str = "
    UPDATE entity SET kind = new.kind, name = new.name, parent_id = new.parent_id,
                      parent_level = new.parent_level, level = new.level,
                      updated_at = new.updated_at, retired_at = new.retired_at,
                      version = new.read + 1
    FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        AS new (id, kind, name, parent_id, parent_level, level, updated_at, retired_at, read)
    WHERE entity.id = new.id AND entity.version = new.read";

/// Stores entities as they became, those that are still in the version that they were read in.
pub(super) fn update(entities: &[Stored<Entity>]) -> Query {
    let columns = Columns::of(entities.iter().map(|one| &one.value));
    let versions = entities.iter().map(|one| number(one.version));
    sql_query(UPDATE)
        .into_boxed()
        .bind::<Array<SqlUuid>, _>(columns.ids)
        .bind::<Array<Text>, _>(columns.kinds)
        .bind::<Array<Text>, _>(columns.names)
        .bind::<Array<Nullable<SqlUuid>>, _>(columns.parents)
        .bind::<Array<Nullable<SmallInt>>, _>(columns.parent_levels)
        .bind::<Array<SmallInt>, _>(columns.levels)
        .bind::<Array<Timestamptz>, _>(columns.updated)
        .bind::<Array<Nullable<Timestamptz>>, _>(columns.retired)
        .bind::<Array<BigInt>, _>(versions.collect::<Vec<_>>())
}

/// What can change, and the ids.
#[derive(Default)]
struct Columns {
    ids: Vec<Uuid>,
    kinds: Vec<&'static str>,
    names: Vec<String>,
    parents: Vec<Option<Uuid>>,
    parent_levels: Vec<Option<i16>>,
    levels: Vec<i16>,
    updated: Vec<PgTimestamp>,
    retired: Vec<Option<PgTimestamp>>,
}

impl Columns {
    fn of<'a>(entities: impl Iterator<Item = &'a Entity>) -> Self {
        let mut columns = Self::default();
        for entity in entities {
            let (parent, parent_level) = match entity.place() {
                EntityPlace::Root => (None, None),
                EntityPlace::Under {
                    parent,
                    parent_level,
                } => {
                    let level = parent_level.get().get();
                    (Some(*parent.as_uuid()), Some(level.into()))
                }
            };
            columns.ids.push(*entity.id().as_uuid());
            columns.kinds.push(entity.kind().as_str());
            columns.names.push(entity.name().as_str().to_owned());
            columns.parents.push(parent);
            columns.parent_levels.push(parent_level);
            columns.levels.push(entity.level().get().into());
            columns.updated.push(instant(entity.updated_at()));
            columns.retired.push(entity.retired_at().map(instant));
        }
        columns
    }
}
