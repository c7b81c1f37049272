//! What nodes must forget, in the transaction of the change.

use aiia_keys_domain::{Epoch, Invalidation};
use aiia_keys_ports::{RevocationLog, StoreError};
use async_trait::async_trait;
use diesel::{
    QueryableByName, sql_query,
    sql_types::{BigInt, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;

use super::journal::{kind, subject};
use crate::{error::Failure, unit_of_work::PgUnitOfWork};

#[derive(QueryableByName)]
struct Raised {
    #[diesel(sql_type = BigInt)]
    epoch: i64,
}

#[async_trait]
impl RevocationLog for PgUnitOfWork {
    async fn invalidate(&mut self, what: Invalidation) -> Result<Epoch, StoreError> {
        let raise = sql_query("SELECT raise_revocation_epoch($1, $2) AS epoch")
            .bind::<Text, _>(kind(&what))
            .bind::<SqlUuid, _>(subject(&what));
        let raised: Raised = self
            .transaction
            .write(async move |mut connection| raise.get_result(&mut connection).await)
            .await?;
        let epoch = u64::try_from(raised.epoch);
        epoch
            .map(Epoch::new)
            .map_err(|_| StoreError::Corrupt(Box::new(Failure::NegativeEpoch)))
    }
}
