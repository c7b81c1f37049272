//! A tenant's findings.

mod row;

use aiia_keys_assurance::{Finding, FindingFilter, FindingId, FindingRepository};
use aiia_keys_ports::{Page, PageRequest, Position, StoreError, Stored, Version};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use self::row::{FindingChange, FindingRow, NewFindingRow};
use super::{behind::Behind, tables::finding};
use crate::{
    convert::{changed, instant, number},
    statement::Prepared,
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl FindingRepository for PgUnitOfWork {
    async fn find(&mut self, id: FindingId) -> Result<Option<Stored<Finding>>, StoreError> {
        let query = finding::table
            .filter(finding::id.eq(*id.as_uuid()))
            .select(FindingRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(FindingRow::read).transpose()
    }

    async fn find_locked(&mut self, id: FindingId) -> Result<Option<Stored<Finding>>, StoreError> {
        // Not `FOR UPDATE`: who adds a row that refers to the finding need not wait.
        let query = finding::table
            .filter(finding::id.eq(*id.as_uuid()))
            .select(FindingRow::as_select())
            .for_no_key_update();
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(FindingRow::read).transpose()
    }

    async fn list(
        &mut self,
        filter: &FindingFilter,
        page: PageRequest,
    ) -> Result<Page<Stored<Finding>>, StoreError> {
        let mut query = finding::table.select(FindingRow::as_select()).into_boxed();
        if let Some(status) = filter.status {
            query = query.filter(finding::status.eq(status.as_str()));
        }
        if let Some(severity) = filter.severity {
            query = query.filter(finding::severity.eq(severity.as_str()));
        }
        if let Some(entity) = filter.entity {
            query = query.filter(finding::entity_id.eq(*entity.as_uuid()));
        }
        if let Some(since) = filter.updated_since {
            query = query.filter(finding::updated_at.ge(instant(since)));
        }
        if let Some(position) = page.after {
            query = query.filter(Behind::new((finding::created_at, finding::id), position));
        }
        let query = query
            .order((finding::created_at.desc(), finding::id.desc()))
            .limit(i64::from(page.limit.get()) + 1);
        let rows: Vec<FindingRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let findings = rows
            .into_iter()
            .map(FindingRow::read)
            .collect::<Result<_, _>>()?;
        Ok(Page::from_read_ahead(
            findings,
            page.limit,
            |last: &Stored<Finding>| {
                let data = last.value.data();
                Position {
                    at: data.created_at,
                    id: *data.id.as_uuid(),
                }
            },
        ))
    }

    async fn insert(&mut self, finding: &Finding) -> Result<(), StoreError> {
        let insert = diesel::insert_into(finding::table).values(NewFindingRow::of(finding));
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn save(&mut self, finding: &Finding, read: Version) -> Result<Version, StoreError> {
        let next = read.next();
        let update = diesel::update(finding::table)
            .filter(finding::id.eq(*finding.data().id.as_uuid()))
            .filter(finding::version.eq(number(read)))
            .set(FindingChange::of(finding, next));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "the finding was changed by someone else")?;
        Ok(next)
    }
}
