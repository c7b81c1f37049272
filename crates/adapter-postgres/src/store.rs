//! Tenants' data in PostgreSQL.

use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{Store, StoreError, UnitOfWork};
use async_trait::async_trait;

use crate::{
    PgPool,
    transaction::{Setting, Transaction},
    unit_of_work::PgUnitOfWork,
};

/// The store whose units of work are transactions, each with its tenant set for row level security.
#[derive(Clone, Debug)]
pub struct PgStore {
    pool: PgPool,
}

impl PgStore {
    /// A store on the connections of `pool`, which log in as the service's role.
    pub const fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// One transaction in one tenant.
    pub(crate) async fn begin_work(
        &self,
        tenant: OrganizationId,
    ) -> Result<PgUnitOfWork, StoreError> {
        let lease = self.pool.lease().await?;
        let transaction = Transaction::new(lease, Setting::Tenant(tenant));
        Ok(PgUnitOfWork {
            tenant,
            transaction,
        })
    }
}

#[async_trait]
impl Store for PgStore {
    async fn begin(&self, tenant: OrganizationId) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(self.begin_work(tenant).await?))
    }
}
