//! A tenant's audit trail.

mod row;

use aiia_keys_domain::{TrailDraft, TrailEntry, TrailHead};
use aiia_keys_ports::{Page, PageLimit, StoreError, TrailFilter, TrailRepository};
use async_trait::async_trait;
use diesel::{QueryResult, pg::Pg, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::try_join;

use self::row::{EntryRow, HeadRow, NewEntryRow, sequence_number};
use crate::{
    convert::{changed, instant},
    organization::lock_organization,
    statement::Prepared,
    tables::{trail_entry, trail_head},
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl TrailRepository for PgUnitOfWork {
    async fn append(&mut self, draft: TrailDraft) -> Result<TrailEntry, StoreError> {
        let found = self.transaction.write(lock_head).await?;
        let founds_trail = found.is_none();
        let head = found.map_or_else(|| Ok(TrailHead::genesis(self.tenant)), HeadRow::read)?;
        let (entry, head) = head.append(draft);
        let insert = diesel::insert_into(trail_entry::table).values(NewEntryRow::of(&entry));
        let head = HeadRow::of(&head);
        let rows = self
            .transaction
            .write(async move |connection| {
                let (mut one, mut two) = (connection, connection);
                if founds_trail {
                    let put = diesel::insert_into(trail_head::table).values(head);
                    try_join!(insert.execute(&mut one), put.execute(&mut two))
                } else {
                    let put = diesel::update(trail_head::table)
                        .filter(trail_head::org_id.eq(head.org_id()))
                        .set(head.change());
                    try_join!(insert.execute(&mut one), Prepared(put).execute(&mut two))
                }
            })
            .await?;
        changed(rows.1, "the head of the trail is gone")?;
        Ok(entry)
    }

    async fn head(&mut self) -> Result<TrailHead, StoreError> {
        let query = trail_head::table.select(HeadRow::as_select());
        let found = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        found.map_or_else(|| Ok(TrailHead::genesis(self.tenant)), HeadRow::read)
    }

    async fn list(
        &mut self,
        filter: &TrailFilter,
        before: Option<u64>,
        limit: PageLimit,
    ) -> Result<Page<TrailEntry, u64>, StoreError> {
        let mut query = filtered(filter);
        if let Some(before) = before {
            query = query.filter(trail_entry::sequence.lt(sequence_number(before)));
        }
        let query = query
            .order(trail_entry::sequence.desc())
            .limit(i64::from(limit.get()) + 1);
        let rows: Vec<EntryRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let entries = rows
            .into_iter()
            .map(EntryRow::read)
            .collect::<Result<_, _>>()?;
        Ok(Page::from_read_ahead(entries, limit, TrailEntry::sequence))
    }

    async fn list_after(
        &mut self,
        filter: &TrailFilter,
        sequence: u64,
        limit: u32,
    ) -> Result<Vec<TrailEntry>, StoreError> {
        let query = filtered(filter)
            .filter(trail_entry::sequence.gt(sequence_number(sequence)))
            .order(trail_entry::sequence.asc())
            .limit(limit.into());
        let rows: Vec<EntryRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(EntryRow::read).collect()
    }
}

type EntryQuery = diesel::dsl::IntoBoxed<
    'static,
    diesel::dsl::Select<trail_entry::table, diesel::dsl::AsSelect<EntryRow, Pg>>,
    Pg,
>;

/// The entries that pass a filter, in no order.
fn filtered(filter: &TrailFilter) -> EntryQuery {
    let mut query = trail_entry::table
        .select(EntryRow::as_select())
        .into_boxed();
    if let Some(subject) = &filter.subject {
        query = query.filter(trail_entry::subject.eq(subject.to_string()));
    }
    if let Some(actor) = &filter.actor {
        query = query.filter(trail_entry::actor.eq(actor.to_string()));
    }
    if let Some(action) = &filter.action {
        query = query.filter(trail_entry::action.eq(action.as_str().to_owned()));
    }
    if let Some(from) = filter.from {
        query = query.filter(trail_entry::at.ge(instant(from)));
    }
    if let Some(until) = filter.until {
        query = query.filter(trail_entry::at.lt(instant(until)));
    }
    query
}

/// The head, held until the transaction ends; none before the first entry.
///
/// A head that is not there cannot be held. The organization is then, so that of two who would
/// write the first entry one waits for the other and follows it.
async fn lock_head(mut connection: &AsyncPgConnection) -> QueryResult<Option<HeadRow>> {
    let query = trail_head::table
        .select(HeadRow::as_select())
        .for_no_key_update();
    let found = query.get_result(&mut connection).await.optional()?;
    if found.is_some() {
        return Ok(found);
    }
    lock_organization(connection).await?;
    query.get_result(&mut connection).await.optional()
}
