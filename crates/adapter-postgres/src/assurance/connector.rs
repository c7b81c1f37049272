//! A tenant's connectors.

mod row;

use aiia_keys_assurance::{Connector, ConnectorId, ConnectorRepository};
use aiia_keys_domain::Timestamp;
use aiia_keys_ports::{Page, PageRequest, Position, StoreError, Stored, Version};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use self::row::{ConnectorChange, ConnectorRow, NewConnectorRow};
use super::{behind::Behind, tables::connector};
use crate::{
    convert::{changed, instant, number},
    statement::Prepared,
    unit_of_work::PgUnitOfWork,
};

const CHANGED: &str = "the connector was changed by someone else";

#[async_trait]
impl ConnectorRepository for PgUnitOfWork {
    async fn find(&mut self, id: ConnectorId) -> Result<Option<Stored<Connector>>, StoreError> {
        let query = connector::table
            .filter(connector::id.eq(*id.as_uuid()))
            .filter(connector::deleted_at.is_null())
            .select(ConnectorRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(ConnectorRow::read).transpose()
    }

    async fn find_locked(
        &mut self,
        id: ConnectorId,
    ) -> Result<Option<Stored<Connector>>, StoreError> {
        let query = connector::table
            .filter(connector::id.eq(*id.as_uuid()))
            .filter(connector::deleted_at.is_null())
            .select(ConnectorRow::as_select())
            .for_no_key_update();
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(ConnectorRow::read).transpose()
    }

    async fn list(&mut self, page: PageRequest) -> Result<Page<Stored<Connector>>, StoreError> {
        let mut query = connector::table
            .filter(connector::deleted_at.is_null())
            .select(ConnectorRow::as_select())
            .into_boxed();
        if let Some(position) = page.after {
            let columns = (connector::created_at, connector::id);
            query = query.filter(Behind::new(columns, position));
        }
        let query = query
            .order((connector::created_at.desc(), connector::id.desc()))
            .limit(i64::from(page.limit.get()) + 1);
        let rows: Vec<ConnectorRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let found = rows
            .into_iter()
            .map(ConnectorRow::read)
            .collect::<Result<_, _>>()?;
        Ok(Page::from_read_ahead(
            found,
            page.limit,
            |last: &Stored<Connector>| Position {
                at: last.value.created_at,
                id: *last.value.id.as_uuid(),
            },
        ))
    }

    async fn insert(&mut self, connector: &Connector) -> Result<(), StoreError> {
        let insert = diesel::insert_into(connector::table).values(NewConnectorRow::of(connector));
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn save(&mut self, connector: &Connector, read: Version) -> Result<Version, StoreError> {
        let next = read.next();
        let update = diesel::update(connector::table)
            .filter(connector::id.eq(*connector.id.as_uuid()))
            .filter(connector::version.eq(number(read)))
            .filter(connector::deleted_at.is_null())
            .set(ConnectorChange::of(connector, next));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, CHANGED)?;
        Ok(next)
    }

    async fn delete(
        &mut self,
        id: ConnectorId,
        read: Version,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let update = diesel::update(connector::table)
            .filter(connector::id.eq(*id.as_uuid()))
            .filter(connector::version.eq(number(read)))
            .filter(connector::deleted_at.is_null())
            .set((
                connector::deleted_at.eq(instant(now)),
                connector::credential_scheme.eq(None::<String>),
                connector::credential_pepper.eq(None::<i32>),
                connector::sealed_credentials.eq(None::<Vec<u8>>),
                connector::version.eq(number(read.next())),
            ));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, CHANGED)
    }
}
