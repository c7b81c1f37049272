//! The sessions of a tenant's members.

use aiia_keys_domain::{MemberId, OrganizationId, Session, SessionDigest, SessionId, Timestamp};
use aiia_keys_ports::{SessionRepository, StoreError};
use async_trait::async_trait;
use diesel::{
    data_types::PgTimestamp,
    define_sql_function,
    prelude::*,
    sql_types::{Nullable, Timestamptz},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    convert::{Row, changed, instant},
    statement::Prepared,
    tables::session,
    unit_of_work::PgUnitOfWork,
};

define_sql_function! {
    /// The later one.
    fn greatest(a: Timestamptz, b: Timestamptz) -> Timestamptz;
}

define_sql_function! {
    /// The first one that is there.
    fn coalesce(a: Nullable<Timestamptz>, b: Nullable<Timestamptz>) -> Nullable<Timestamptz>;
}

#[async_trait]
impl SessionRepository for PgUnitOfWork {
    async fn find(&mut self, digest: &SessionDigest) -> Result<Option<Session>, StoreError> {
        let query = session::table
            .filter(session::digest.eq(digest.as_bytes().to_vec()))
            .select(SessionRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(SessionRow::read).transpose()
    }

    async fn insert(
        &mut self,
        session: &Session,
        digest: &SessionDigest,
    ) -> Result<(), StoreError> {
        let insert = diesel::insert_into(session::table).values((
            session::org_id.eq(*session.organization.as_uuid()),
            session::id.eq(*session.id.as_uuid()),
            session::member_id.eq(*session.member.as_uuid()),
            session::digest.eq(digest.as_bytes().to_vec()),
            session::created_at.eq(instant(session.created_at)),
            session::last_used_at.eq(instant(session.last_used_at)),
            session::ended_at.eq(session.ended_at.map(instant)),
        ));
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn save(&mut self, session: &Session) -> Result<(), StoreError> {
        let last_used_at = instant(session.last_used_at);
        let ended_at = session.ended_at.map(instant);
        let update = diesel::update(session::table)
            .filter(session::id.eq(*session.id.as_uuid()))
            .set((
                session::last_used_at.eq(greatest(session::last_used_at, last_used_at)),
                session::ended_at.eq(coalesce(session::ended_at, ended_at)),
            ));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "there is no such session")
    }

    async fn end_all(&mut self, member: MemberId, now: Timestamp) -> Result<usize, StoreError> {
        let update = diesel::update(session::table)
            .filter(session::member_id.eq(*member.as_uuid()))
            .filter(session::ended_at.is_null())
            .set(session::ended_at.eq(instant(now)));
        self.transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await
    }
}

/// A session as a row; its digest is what it was found by.
#[derive(Queryable, Selectable)]
#[diesel(table_name = session)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct SessionRow {
    org_id: Uuid,
    id: Uuid,
    member_id: Uuid,
    created_at: PgTimestamp,
    last_used_at: PgTimestamp,
    ended_at: Option<PgTimestamp>,
}

impl SessionRow {
    fn read(self) -> Result<Session, StoreError> {
        let row = Row {
            table: "session",
            id: self.id,
        };
        Ok(Session {
            id: SessionId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            member: MemberId::from_uuid(self.member_id),
            created_at: row.at("created_at", self.created_at)?,
            last_used_at: row.at("last_used_at", self.last_used_at)?,
            ended_at: self.ended_at.map(|at| row.at("ended_at", at)).transpose()?,
        })
    }
}
