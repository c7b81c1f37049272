//! The invitations of a tenant's members.

use aiia_keys_domain::{Invitation, InvitationDigest, MemberId, OrganizationId};
use aiia_keys_ports::{InvitationRepository, StoreError};
use async_trait::async_trait;
use diesel::{data_types::PgTimestamp, prelude::*};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    convert::{Row, changed, instant},
    statement::Prepared,
    tables::invitation,
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl InvitationRepository for PgUnitOfWork {
    async fn find(&mut self, digest: &InvitationDigest) -> Result<Option<Invitation>, StoreError> {
        let query = invitation::table
            .filter(invitation::digest.eq(digest.as_bytes().to_vec()))
            .select(InvitationRow::as_select())
            .for_update();
        let row = self
            .transaction
            .write(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(InvitationRow::read).transpose()
    }

    async fn replace(
        &mut self,
        new: &Invitation,
        digest: &InvitationDigest,
    ) -> Result<(), StoreError> {
        let values = (
            invitation::digest.eq(digest.as_bytes().to_vec()),
            invitation::expires_at.eq(instant(new.expires_at)),
            invitation::accepted_at.eq(new.accepted_at.map(instant)),
        );
        let member = *new.member.as_uuid();
        let update = diesel::update(invitation::table)
            .filter(invitation::member_id.eq(member))
            .set(values.clone());
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        if rows > 0 {
            return Ok(());
        }
        let organization = *new.organization.as_uuid();
        let insert = diesel::insert_into(invitation::table).values((
            invitation::org_id.eq(organization),
            invitation::member_id.eq(member),
            values,
        ));
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn save(&mut self, accepted: &Invitation) -> Result<(), StoreError> {
        let update = diesel::update(invitation::table)
            .filter(invitation::member_id.eq(*accepted.member.as_uuid()))
            .set(invitation::accepted_at.eq(accepted.accepted_at.map(instant)));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "there is no such invitation")
    }
}

/// An invitation as a row; its digest is what it was found by.
#[derive(Queryable, Selectable)]
#[diesel(table_name = invitation)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct InvitationRow {
    org_id: Uuid,
    member_id: Uuid,
    expires_at: PgTimestamp,
    accepted_at: Option<PgTimestamp>,
}

impl InvitationRow {
    fn read(self) -> Result<Invitation, StoreError> {
        let row = Row {
            table: "invitation",
            id: self.member_id,
        };
        Ok(Invitation {
            organization: OrganizationId::from_uuid(self.org_id),
            member: MemberId::from_uuid(self.member_id),
            expires_at: row.at("expires_at", self.expires_at)?,
            accepted_at: self
                .accepted_at
                .map(|at| row.at("accepted_at", at))
                .transpose()?,
        })
    }
}
