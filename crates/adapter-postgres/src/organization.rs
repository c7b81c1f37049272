//! The tenant itself, and the way to it by its short name.

mod directory;
mod row;

use aiia_keys_domain::Organization;
use aiia_keys_ports::{OrganizationRepository, StoreError, Stored, Version};
use async_trait::async_trait;
use diesel::{QueryResult, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::try_join;
use uuid::Uuid;

pub use self::directory::PgOrganizationDirectory;
use self::row::{NewOrganizationRow, OrganizationChange, OrganizationRow};
use crate::{
    convert::{changed, number},
    statement::Prepared,
    tables::{organization, organization_slug},
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl OrganizationRepository for PgUnitOfWork {
    async fn find(&mut self) -> Result<Option<Stored<Organization>>, StoreError> {
        let query = organization::table.select(OrganizationRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(OrganizationRow::read).transpose()
    }

    async fn insert(&mut self, organization: &Organization) -> Result<(), StoreError> {
        let insert =
            diesel::insert_into(organization::table).values(NewOrganizationRow::of(organization));
        let name = diesel::insert_into(organization_slug::table).values((
            organization_slug::org_id.eq(*organization.id().as_uuid()),
            organization_slug::slug.eq(organization.slug().as_str().to_owned()),
        ));
        self.transaction
            .write(async move |connection| {
                let (mut one, mut two) = (connection, connection);
                try_join!(insert.execute(&mut one), name.execute(&mut two))
            })
            .await?;
        Ok(())
    }

    async fn save(
        &mut self,
        organization: &Organization,
        read: Version,
    ) -> Result<Version, StoreError> {
        let next = read.next();
        let update = diesel::update(organization::table)
            .filter(organization::org_id.eq(*organization.id().as_uuid()))
            .filter(organization::version.eq(number(read)))
            .set(OrganizationChange::of(organization, next));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "the organization was changed by someone else")?;
        Ok(next)
    }
}

/// Holds off others who take the same lock, until the transaction ends.
///
/// It is weaker than the lock of who changes the row's key, so that rows which refer to the
/// organization can still be inserted meanwhile.
pub(crate) async fn lock_organization(mut connection: &AsyncPgConnection) -> QueryResult<()> {
    let lock = organization::table
        .select(organization::org_id)
        .for_no_key_update();
    lock.get_result::<Uuid>(&mut connection).await.optional()?;
    Ok(())
}
