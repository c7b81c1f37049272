//! A tenant's auditable entities.

mod bulk;
mod lock;
mod row;
mod tree;

use aiia_keys_assurance::{Entity, EntityFilter, EntityId, EntityRepository, TreeExtent};
use aiia_keys_ports::{Page, PageRequest, Position, StoreError, Stored};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};

use self::{lock::Lock, row::EntityRow};
use super::{behind::Behind, tables::entity};
use crate::unit_of_work::PgUnitOfWork;

/// How many entities one statement reads where all are wanted.
const READ: i64 = 5_000;

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
        query = if filter.retired {
            query.filter(entity::retired_at.is_not_null())
        } else {
            query.filter(entity::retired_at.is_null())
        };
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

    async fn begin_tree(&mut self, extent: &TreeExtent) -> Result<(), StoreError> {
        let declare = tree::declare(extent);
        self.transaction
            .read(async move |mut connection| declare.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn next_of_tree(&mut self) -> Result<Vec<Entity>, StoreError> {
        let rows: Vec<EntityRow> = self
            .transaction
            .read(async move |mut connection| tree::fetch().load(&mut connection).await)
            .await?;
        if rows.is_empty() {
            self.transaction
                .read(async move |mut connection| connection.batch_execute(tree::CLOSE).await)
                .await?;
        }
        let entities = rows.into_iter().map(|row| Ok(row.read()?.value));
        entities.collect()
    }

    async fn lock_universe(&mut self) -> Result<(), StoreError> {
        let query = lock::query(self.tenant);
        let lock: Lock = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await)
            .await?;
        lock.taken()
    }

    async fn list_all(
        &mut self,
        after: Option<EntityId>,
    ) -> Result<Vec<Stored<Entity>>, StoreError> {
        let mut query = entity::table.select(EntityRow::as_select()).into_boxed();
        if let Some(after) = after {
            query = query.filter(entity::id.gt(*after.as_uuid()));
        }
        let query = query.order(entity::id).limit(READ);
        let rows: Vec<EntityRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(EntityRow::read).collect()
    }

    async fn rewrite(&mut self, entities: &[Stored<Entity>]) -> Result<(), StoreError> {
        // A parent may come after its children, or be at another level than they know until then.
        // What is only added comes parents first, and is looked at as it comes: left to the end, all
        // of it would have to be looked at within the time of one statement.
        self.transaction
            .write(async move |mut connection| {
                connection
                    .batch_execute("SET CONSTRAINTS ALL DEFERRED")
                    .await
            })
            .await?;
        for batch in entities.chunks(bulk::BATCH) {
            let update = bulk::update(batch);
            let rows = self
                .transaction
                .write(async move |mut connection| update.execute(&mut connection).await)
                .await?;
            if rows != batch.len() {
                return Err(StoreError::Conflict(
                    "an entity was changed by someone else",
                ));
            }
        }
        Ok(())
    }

    async fn insert(&mut self, entities: &[Entity]) -> Result<(), StoreError> {
        for batch in entities.chunks(bulk::BATCH) {
            let insert = bulk::insert(batch);
            self.transaction
                .write(async move |mut connection| insert.execute(&mut connection).await)
                .await?;
        }
        Ok(())
    }
}
