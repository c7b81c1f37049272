//! What is known about a tenant's evidence.

mod row;

use aiia_keys_assurance::{
    ContentDigest, Evidence, EvidenceFilter, EvidenceId, EvidenceRepository,
};
use aiia_keys_domain::{Actor, Timestamp};
use aiia_keys_ports::{Page, PageRequest, Position, StoreError, Stored, Version};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use self::row::{EvidenceChange, EvidenceRow, NewEvidenceRow};
use super::{
    behind::Behind,
    tables::{evidence, evidence_attachment},
};
use crate::{
    convert::{changed, instant, number},
    statement::Prepared,
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl EvidenceRepository for PgUnitOfWork {
    async fn find(&mut self, id: EvidenceId) -> Result<Option<Stored<Evidence>>, StoreError> {
        let query = evidence::table
            .filter(evidence::id.eq(*id.as_uuid()))
            .select(EvidenceRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(EvidenceRow::read).transpose()
    }

    async fn find_locked(
        &mut self,
        ids: &[EvidenceId],
    ) -> Result<Vec<Stored<Evidence>>, StoreError> {
        let ids: Vec<_> = ids.iter().map(|id| *id.as_uuid()).collect();
        // In one order for all, so that no two wait for each other.
        let query = evidence::table
            .filter(evidence::id.eq_any(ids))
            .order(evidence::id)
            .select(EvidenceRow::as_select())
            .for_no_key_update();
        let rows: Vec<EvidenceRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(EvidenceRow::read).collect()
    }

    async fn find_same(
        &mut self,
        digest: ContentDigest,
        by: &Actor,
    ) -> Result<Option<Stored<Evidence>>, StoreError> {
        let query = evidence::table
            .filter(evidence::size.is_not_null())
            .filter(evidence::digest.eq(digest.as_bytes().to_vec()))
            .filter(evidence::created_by.eq(by.to_string()))
            .order((evidence::created_at.desc(), evidence::id.desc()))
            .limit(1)
            .select(EvidenceRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(EvidenceRow::read).transpose()
    }

    async fn list(
        &mut self,
        filter: &EvidenceFilter,
        page: PageRequest,
    ) -> Result<Page<Stored<Evidence>>, StoreError> {
        let mut query = evidence::table
            .filter(evidence::size.is_not_null())
            .select(EvidenceRow::as_select())
            .into_boxed();
        if let Some(procedure) = filter.procedure {
            let attached = evidence_attachment::table
                .filter(evidence_attachment::test_procedure_id.eq(*procedure.as_uuid()))
                .select(evidence_attachment::evidence_id);
            query = query.filter(evidence::id.eq_any(attached));
        }
        match filter.attached {
            Some(true) => query = query.filter(evidence::attached_at.is_not_null()),
            Some(false) => query = query.filter(evidence::attached_at.is_null()),
            None => {}
        }
        if let Some(digest) = filter.digest {
            query = query.filter(evidence::digest.eq(digest.as_bytes().to_vec()));
        }
        if let Some(position) = page.after {
            query = query.filter(Behind::new((evidence::created_at, evidence::id), position));
        }
        let query = query
            .order((evidence::created_at.desc(), evidence::id.desc()))
            .limit(i64::from(page.limit.get()) + 1);
        let rows: Vec<EvidenceRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let found = rows
            .into_iter()
            .map(EvidenceRow::read)
            .collect::<Result<_, _>>()?;
        Ok(Page::from_read_ahead(
            found,
            page.limit,
            |last: &Stored<Evidence>| {
                let data = last.value.data();
                Position {
                    at: data.created_at,
                    id: *data.id.as_uuid(),
                }
            },
        ))
    }

    async fn list_overdue(&mut self, now: Timestamp) -> Result<Vec<Stored<Evidence>>, StoreError> {
        let query = evidence::table
            .filter(evidence::upload_until.lt(instant(now)))
            .order((evidence::upload_until, evidence::id))
            .select(EvidenceRow::as_select());
        let rows: Vec<EvidenceRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(EvidenceRow::read).collect()
    }

    async fn insert(&mut self, evidence: &Evidence) -> Result<(), StoreError> {
        let insert = diesel::insert_into(evidence::table).values(NewEvidenceRow::of(evidence)?);
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn save(&mut self, evidence: &Evidence, read: Version) -> Result<Version, StoreError> {
        let next = read.next();
        let update = diesel::update(evidence::table)
            .filter(evidence::id.eq(*evidence.data().id.as_uuid()))
            .filter(evidence::version.eq(number(read)))
            .set(EvidenceChange::of(evidence, next)?);
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "the evidence was changed by someone else")?;
        Ok(next)
    }
}
