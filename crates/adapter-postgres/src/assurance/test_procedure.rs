//! A tenant's test procedures and what is attached to them.

mod row;

use std::collections::BTreeMap;

use aiia_keys_assurance::{
    Attachment, TestProcedure, TestProcedureFilter, TestProcedureId, TestProcedureRepository,
};
use aiia_keys_ports::{Page, PageRequest, Position, StoreError};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use self::row::{AttachmentRow, TestProcedureRow};
use super::{
    behind::Behind,
    tables::{evidence_attachment, test_procedure},
};
use crate::{statement::Prepared, unit_of_work::PgUnitOfWork};

#[async_trait]
impl TestProcedureRepository for PgUnitOfWork {
    async fn find(&mut self, id: TestProcedureId) -> Result<Option<TestProcedure>, StoreError> {
        let query = test_procedure::table
            .filter(test_procedure::id.eq(*id.as_uuid()))
            .select(TestProcedureRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(TestProcedureRow::read).transpose()
    }

    async fn find_locked(
        &mut self,
        id: TestProcedureId,
    ) -> Result<Option<TestProcedure>, StoreError> {
        let query = test_procedure::table
            .filter(test_procedure::id.eq(*id.as_uuid()))
            .select(TestProcedureRow::as_select())
            .for_no_key_update();
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(TestProcedureRow::read).transpose()
    }

    async fn list(
        &mut self,
        filter: &TestProcedureFilter,
        page: PageRequest,
    ) -> Result<Page<TestProcedure>, StoreError> {
        let mut query = test_procedure::table
            .select(TestProcedureRow::as_select())
            .into_boxed();
        if let Some(entity) = filter.entity {
            query = query.filter(test_procedure::entity_id.eq(*entity.as_uuid()));
        }
        if let Some(position) = page.after {
            let columns = (test_procedure::created_at, test_procedure::id);
            query = query.filter(Behind::new(columns, position));
        }
        let query = query
            .order((test_procedure::created_at.desc(), test_procedure::id.desc()))
            .limit(i64::from(page.limit.get()) + 1);
        let rows: Vec<TestProcedureRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let procedures = rows
            .into_iter()
            .map(TestProcedureRow::read)
            .collect::<Result<_, _>>()?;
        Ok(Page::from_read_ahead(
            procedures,
            page.limit,
            |last: &TestProcedure| Position {
                at: last.created_at,
                id: *last.id.as_uuid(),
            },
        ))
    }

    async fn insert(&mut self, procedure: &TestProcedure) -> Result<(), StoreError> {
        let insert = diesel::insert_into(test_procedure::table).values((
            TestProcedureRow::of(procedure),
            test_procedure::attachments.eq(0),
        ));
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn list_attachments(
        &mut self,
        procedure: TestProcedureId,
    ) -> Result<Vec<Attachment>, StoreError> {
        let query = evidence_attachment::table
            .filter(evidence_attachment::test_procedure_id.eq(*procedure.as_uuid()))
            .order((
                evidence_attachment::attached_at,
                evidence_attachment::evidence_id,
            ))
            .select(AttachmentRow::as_select());
        let rows: Vec<AttachmentRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(AttachmentRow::read).collect()
    }

    async fn insert_attachments(&mut self, attachments: &[Attachment]) -> Result<(), StoreError> {
        let rows: Vec<_> = attachments.iter().map(AttachmentRow::of).collect();
        let insert = diesel::insert_into(evidence_attachment::table).values(rows);
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        let mut added: BTreeMap<_, i32> = BTreeMap::new();
        for attachment in attachments {
            *added.entry(*attachment.procedure.as_uuid()).or_default() += 1;
        }
        for (procedure, added) in added {
            let update = diesel::update(test_procedure::table)
                .filter(test_procedure::id.eq(procedure))
                .set(test_procedure::attachments.eq(test_procedure::attachments + added));
            self.transaction
                .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
                .await?;
        }
        Ok(())
    }
}
