//! The runs of a tenant's connectors.

mod json;
mod row;

use aiia_keys_assurance::{ConnectorId, ConnectorRun, ConnectorRunId, ConnectorRunRepository};
use aiia_keys_ports::{Page, PageRequest, Position, StoreError, Stored, Version};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use self::row::{ConnectorRunRow, NewRunRow, RunChange};
use super::{behind::Behind, tables::connector_run};
use crate::{
    convert::{changed, number},
    statement::Prepared,
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl ConnectorRunRepository for PgUnitOfWork {
    async fn find(
        &mut self,
        connector: ConnectorId,
        id: ConnectorRunId,
    ) -> Result<Option<Stored<ConnectorRun>>, StoreError> {
        let query = connector_run::table
            .filter(connector_run::id.eq(*id.as_uuid()))
            .filter(connector_run::connector_id.eq(*connector.as_uuid()))
            .select(ConnectorRunRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(ConnectorRunRow::read).transpose()
    }

    async fn find_running(
        &mut self,
        connector: ConnectorId,
    ) -> Result<Option<Stored<ConnectorRun>>, StoreError> {
        let query = connector_run::table
            .filter(connector_run::connector_id.eq(*connector.as_uuid()))
            .filter(connector_run::state.eq("running"))
            .select(ConnectorRunRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(ConnectorRunRow::read).transpose()
    }

    async fn list(
        &mut self,
        connector: ConnectorId,
        page: PageRequest,
    ) -> Result<Page<Stored<ConnectorRun>>, StoreError> {
        let mut query = connector_run::table
            .filter(connector_run::connector_id.eq(*connector.as_uuid()))
            .select(ConnectorRunRow::as_select())
            .into_boxed();
        if let Some(position) = page.after {
            let columns = (connector_run::started_at, connector_run::id);
            query = query.filter(Behind::new(columns, position));
        }
        let query = query
            .order((connector_run::started_at.desc(), connector_run::id.desc()))
            .limit(i64::from(page.limit.get()) + 1);
        let rows: Vec<ConnectorRunRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let found = rows
            .into_iter()
            .map(ConnectorRunRow::read)
            .collect::<Result<_, _>>()?;
        Ok(Page::from_read_ahead(
            found,
            page.limit,
            |last: &Stored<ConnectorRun>| {
                let data = last.value.data();
                Position {
                    at: data.started_at,
                    id: *data.id.as_uuid(),
                }
            },
        ))
    }

    async fn insert(&mut self, run: &ConnectorRun) -> Result<(), StoreError> {
        let insert = diesel::insert_into(connector_run::table).values(NewRunRow::of(run)?);
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn save(&mut self, run: &ConnectorRun, read: Version) -> Result<Version, StoreError> {
        let next = read.next();
        let update = diesel::update(connector_run::table)
            .filter(connector_run::id.eq(*run.data().id.as_uuid()))
            .filter(connector_run::version.eq(number(read)))
            .set(RunChange::of(run, next)?);
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "the run was changed by someone else")?;
        Ok(next)
    }
}
