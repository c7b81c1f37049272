//! From an organization's short name to its id, before anybody has signed in.

use aiia_keys_domain::{OrganizationId, OrganizationSlug};
use aiia_keys_ports::{OrganizationDirectory, StoreError};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    PgPool,
    tables::organization_slug,
    transaction::{Setting, Transaction},
};

/// Looks short names up. Row level security shows the row that is named and no other.
#[derive(Clone, Debug)]
pub struct PgOrganizationDirectory {
    pool: PgPool,
}

impl PgOrganizationDirectory {
    /// A directory on the connections of `pool`, which log in as the service's role.
    pub const fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl OrganizationDirectory for PgOrganizationDirectory {
    async fn find(&self, slug: &OrganizationSlug) -> Result<Option<OrganizationId>, StoreError> {
        let lease = self.pool.lease().await?;
        let mut transaction = Transaction::new(lease, Setting::Slug(slug.clone()));
        let query = organization_slug::table
            .filter(organization_slug::slug.eq(slug.to_string()))
            .select(organization_slug::org_id);
        let id: Option<Uuid> = transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        transaction.commit().await?;
        Ok(id.map(OrganizationId::from_uuid))
    }
}
