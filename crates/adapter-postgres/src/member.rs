//! A tenant's members.

mod row;

use aiia_keys_domain::{EmailAddress, Member, MemberId, Role};
use aiia_keys_ports::{MemberRepository, PasswordHash, StoreError, Stored, Version};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::try_join;
use uuid::Uuid;

use self::row::{MemberChange, MemberRow, NewMemberRow};
use crate::{
    convert::{changed, number},
    organization::lock_organization,
    statement::Prepared,
    tables::member,
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl MemberRepository for PgUnitOfWork {
    async fn find(&mut self, id: MemberId) -> Result<Option<Stored<Member>>, StoreError> {
        let query = member::table
            .filter(member::id.eq(*id.as_uuid()))
            .select(MemberRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(MemberRow::read).transpose()
    }

    async fn find_by_email(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Member>>, StoreError> {
        let query = member::table
            .filter(member::email.eq(email.as_str().to_owned()))
            .filter(member::removed_at.is_null())
            .select(MemberRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(MemberRow::read).transpose()
    }

    async fn list(&mut self) -> Result<Vec<Stored<Member>>, StoreError> {
        let query = member::table
            .filter(member::removed_at.is_null())
            .order((member::name, member::id))
            .select(MemberRow::as_select());
        let rows: Vec<MemberRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(MemberRow::read).collect()
    }

    async fn count_other_owners(&mut self, than: MemberId) -> Result<usize, StoreError> {
        let query = member::table
            .filter(member::role.eq(Role::Owner.as_str()))
            .filter(member::removed_at.is_null())
            .filter(member::id.ne(*than.as_uuid()))
            .count();
        let count: i64 = self
            .transaction
            .read(async move |mut connection| {
                // Two statements: the second one sees what was committed while the first one waited.
                let ((), count) = try_join!(
                    lock_organization(connection),
                    query.get_result(&mut connection)
                )?;
                Ok(count)
            })
            .await?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    async fn insert(&mut self, member: &Member) -> Result<(), StoreError> {
        let insert = diesel::insert_into(member::table).values(NewMemberRow::of(member));
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn save(&mut self, member: &Member, read: Version) -> Result<Version, StoreError> {
        let next = read.next();
        let update = diesel::update(member::table)
            .filter(member::id.eq(*member.id().as_uuid()))
            .filter(member::version.eq(number(read)))
            .set(MemberChange::of(member, next));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "the member was changed by someone else")?;
        Ok(next)
    }

    async fn find_password(&mut self, id: MemberId) -> Result<Option<PasswordHash>, StoreError> {
        let query = member::table
            .filter(member::id.eq(*id.as_uuid()))
            .select(member::password_hash);
        let hash: Option<Option<String>> = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        Ok(hash.flatten().map(PasswordHash::new))
    }

    async fn confirm_password(
        &mut self,
        id: MemberId,
        password: &PasswordHash,
    ) -> Result<bool, StoreError> {
        let query = member::table
            .filter(member::id.eq(*id.as_uuid()))
            .filter(member::password_hash.eq(password.expose().to_owned()))
            .select(member::id)
            .for_share();
        let confirmed: Option<Uuid> = self
            .transaction
            .write(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        Ok(confirmed.is_some())
    }

    async fn save_password(
        &mut self,
        id: MemberId,
        password: &PasswordHash,
    ) -> Result<(), StoreError> {
        let update = diesel::update(member::table)
            .filter(member::id.eq(*id.as_uuid()))
            .set(member::password_hash.eq(password.expose().to_owned()));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "there is no such member")
    }
}
