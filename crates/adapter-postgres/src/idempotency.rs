//! Which named requests were done.

use aiia_keys_domain::{Actor, DoneRequest, IdempotencyKey, RequestDigest};
use aiia_keys_ports::{IdempotencyRepository, StoreError};
use async_trait::async_trait;
use diesel::{data_types::PgTimestamp, prelude::*};
use diesel_async::RunQueryDsl;

use crate::{
    convert::{Row, instant},
    organization::lock_organization,
    statement::Prepared,
    tables::done_request,
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl IdempotencyRepository for PgUnitOfWork {
    async fn find(
        &mut self,
        actor: &Actor,
        key: &IdempotencyKey,
    ) -> Result<Option<DoneRequest>, StoreError> {
        let query = done_request::table
            .filter(done_request::actor.eq(actor.to_string()))
            .filter(done_request::key.eq(key.as_bytes().to_vec()))
            .select((done_request::request, done_request::made, done_request::at));
        // One after the other: what was read before the lock was had could be old.
        self.transaction
            .write(async move |connection| lock_organization(connection).await)
            .await?;
        let row: Option<(Vec<u8>, String, PgTimestamp)> = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        let Some((request, made, at)) = row else {
            return Ok(None);
        };
        let row = Row {
            table: "done_request",
            id: actor,
        };
        Ok(Some(DoneRequest {
            actor: actor.clone(),
            key: *key,
            request: RequestDigest::from_bytes(row.sound("request", request.try_into().ok())?),
            made: row.parse("made", &made)?,
            at: row.at("at", at)?,
        }))
    }

    async fn save(&mut self, done: &DoneRequest) -> Result<(), StoreError> {
        let values = (
            done_request::request.eq(done.request.as_bytes().to_vec()),
            done_request::made.eq(done.made.to_string()),
            done_request::at.eq(instant(done.at)),
        );
        let (actor, key) = (done.actor.to_string(), done.key.as_bytes().to_vec());
        let update = diesel::update(done_request::table)
            .filter(done_request::actor.eq(actor.clone()))
            .filter(done_request::key.eq(key.clone()))
            .set(values.clone());
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        if rows > 0 {
            return Ok(());
        }
        let insert = diesel::insert_into(done_request::table).values((
            done_request::org_id.eq(*self.tenant.as_uuid()),
            done_request::actor.eq(actor),
            done_request::key.eq(key),
            values,
        ));
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }
}
