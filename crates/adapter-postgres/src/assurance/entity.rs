//! A tenant's auditable entities.

mod row;
mod tree;

use aiia_keys_assurance::{Entity, EntityFilter, EntityId, EntityRepository, TreeExtent};
use aiia_keys_ports::{Page, PageRequest, Position, StoreError, Stored};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use self::row::{EntityRow, NewEntityRow};
use super::{behind::Behind, tables::entity};
use crate::unit_of_work::PgUnitOfWork;

/// How many entities one statement adds: well below the most parameters that a statement can have.
const BATCH: usize = 1_000;

#[async_trait]
impl EntityRepository for PgUnitOfWork {
    async fn find(&mut self, id: EntityId) -> Result<Option<Stored<Entity>>, StoreError> {
        let query = entity::table
            .filter(entity::id.eq(*id.as_uuid()))
            .select(EntityRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(EntityRow::read).transpose()
    }

    async fn list(
        &mut self,
        filter: &EntityFilter,
        page: PageRequest,
    ) -> Result<Page<Stored<Entity>>, StoreError> {
        let mut query = entity::table.select(EntityRow::as_select()).into_boxed();
        if let Some(kind) = filter.kind {
            query = query.filter(entity::kind.eq(kind.as_str()));
        }
        if let Some(parent) = filter.parent {
            query = query.filter(entity::parent_id.eq(*parent.as_uuid()));
        }
        if let Some(position) = page.after {
            query = query.filter(Behind::new((entity::created_at, entity::id), position));
        }
        let query = query
            .order((entity::created_at.desc(), entity::id.desc()))
            .limit(i64::from(page.limit.get()) + 1);
        let rows: Vec<EntityRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let entities = rows
            .into_iter()
            .map(EntityRow::read)
            .collect::<Result<_, _>>()?;
        Ok(Page::from_read_ahead(
            entities,
            page.limit,
            |last: &Stored<Entity>| Position {
                at: last.value.created_at(),
                id: *last.value.id().as_uuid(),
            },
        ))
    }

    async fn list_tree(&mut self, extent: &TreeExtent) -> Result<Vec<Entity>, StoreError> {
        let query = tree::query(extent);
        let rows: Vec<EntityRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(|row| Ok(row.read()?.value)).collect()
    }

    async fn insert(&mut self, entities: &[Entity]) -> Result<(), StoreError> {
        for batch in entities.chunks(BATCH) {
            let rows: Vec<_> = batch.iter().map(NewEntityRow::of).collect();
            let insert = diesel::insert_into(entity::table).values(rows);
            self.transaction
                .write(async move |mut connection| insert.execute(&mut connection).await)
                .await?;
        }
        Ok(())
    }
}
