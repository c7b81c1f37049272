//! A tenant's keys.

mod list;
mod order;
pub(crate) mod row;

use aiia_keys_domain::{Key, KeyId, Timestamp};
use aiia_keys_ports::{
    KeyCredential, KeyFilter, KeyOrder, KeyPosition, KeyRepository, Page, PageRequest, StoreError,
    Stored, Version,
};
use async_trait::async_trait;
use diesel::{data_types::PgTimestamp, prelude::*};
use diesel_async::RunQueryDsl;
use futures_util::try_join;

use self::row::{KeyChange, KeyRow, NewKeyRow};
use crate::{
    convert::{changed, instant, number, timestamp},
    organization::lock_organization,
    statement::Prepared,
    tables::api_key,
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl KeyRepository for PgUnitOfWork {
    async fn find(&mut self, id: KeyId) -> Result<Option<Stored<Key>>, StoreError> {
        let query = api_key::table
            .filter(api_key::id.eq(*id.as_uuid()))
            .select(KeyRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(KeyRow::read).transpose()
    }

    async fn list(
        &mut self,
        filter: &KeyFilter,
        order: KeyOrder,
        page: PageRequest<KeyPosition>,
    ) -> Result<Page<Stored<Key>, KeyPosition>, StoreError> {
        let limit = page.limit;
        let query = list::query(filter, order, page);
        let rows: Vec<(KeyRow, Option<PgTimestamp>)> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let keys = rows
            .into_iter()
            .map(|(row, last_used)| Ok((row.read()?, last_used.and_then(timestamp))))
            .collect::<Result<Vec<_>, StoreError>>()?;
        let page = Page::from_read_ahead(keys, limit, |(last, last_used)| {
            KeyPosition::of(order.by, &last.value, *last_used)
        });
        Ok(Page {
            items: page.items.into_iter().map(|(key, _)| key).collect(),
            next: page.next,
        })
    }

    async fn count_active(&mut self, now: Timestamp) -> Result<u32, StoreError> {
        let query = api_key::table
            .filter(api_key::revoked_at.is_null())
            .filter(api_key::expires_at.gt(instant(now)))
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
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    async fn insert(&mut self, key: &Key, credential: &KeyCredential) -> Result<(), StoreError> {
        let insert = diesel::insert_into(api_key::table).values(NewKeyRow::of(key, credential));
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }

    async fn save(&mut self, key: &Key, read: Version) -> Result<Version, StoreError> {
        let next = read.next();
        let update = diesel::update(api_key::table)
            .filter(api_key::id.eq(*key.data().id.as_uuid()))
            .filter(api_key::version.eq(number(read)))
            .set(KeyChange::of(key, next));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "the key was changed by someone else")?;
        Ok(next)
    }

    async fn save_credential(
        &mut self,
        id: KeyId,
        found: &KeyCredential,
        current: &KeyCredential,
    ) -> Result<bool, StoreError> {
        // The digest cannot be read, and so cannot be compared either; the pepper tells whether
        // another node was first, since a key has one digest under each.
        let update = diesel::update(api_key::table)
            .filter(api_key::id.eq(*id.as_uuid()))
            .filter(api_key::pepper.eq(i32::from(found.pepper.get())))
            .set((
                api_key::pepper.eq(i32::from(current.pepper.get())),
                api_key::digest.eq(current.digest.as_bytes().to_vec()),
            ));
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        Ok(rows == 1)
    }
}
