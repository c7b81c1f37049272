//! A tenant's action plans and their logs.

mod entry_row;
mod row;

use aiia_keys_assurance::{
    ActionPlan, ActionPlanFilter, ActionPlanId, ActionPlanRepository, ActionPlanStatus, FindingId,
    LoggedPlan, PlanTally, RemediationLogEntry,
};
use aiia_keys_ports::{Page, PageLimit, PageRequest, Position, StoreError, Stored, Version};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::try_join;

use self::{
    entry_row::EntryRow,
    row::{ActionPlanChange, ActionPlanRow, NewActionPlanRow},
};
use super::{
    behind::Behind,
    date::day,
    tables::{action_plan, remediation_log_entry},
};
use crate::{
    convert::{changed, number},
    statement::Prepared,
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl ActionPlanRepository for PgUnitOfWork {
    async fn find(&mut self, id: ActionPlanId) -> Result<Option<Stored<ActionPlan>>, StoreError> {
        let query = action_plan::table
            .filter(action_plan::id.eq(*id.as_uuid()))
            .select(ActionPlanRow::as_select());
        let row = self
            .transaction
            .read(async move |mut connection| query.get_result(&mut connection).await.optional())
            .await?;
        row.map(ActionPlanRow::read).transpose()
    }

    async fn list(
        &mut self,
        filter: &ActionPlanFilter,
        page: PageRequest,
    ) -> Result<Page<Stored<ActionPlan>>, StoreError> {
        let mut query = action_plan::table
            .select(ActionPlanRow::as_select())
            .into_boxed();
        if let Some(finding) = filter.finding {
            query = query.filter(action_plan::finding_id.eq(*finding.as_uuid()));
        }
        if let Some(status) = filter.status {
            query = query.filter(action_plan::status.eq(status.as_str()));
        }
        if let Some(date) = filter.due_before {
            query = query.filter(action_plan::due_on.lt(day(date)));
        }
        if let Some(position) = page.after {
            let columns = (action_plan::created_at, action_plan::id);
            query = query.filter(Behind::new(columns, position));
        }
        let query = query
            .order((action_plan::created_at.desc(), action_plan::id.desc()))
            .limit(i64::from(page.limit.get()) + 1);
        let rows: Vec<ActionPlanRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let plans = rows
            .into_iter()
            .map(ActionPlanRow::read)
            .collect::<Result<_, _>>()?;
        Ok(Page::from_read_ahead(
            plans,
            page.limit,
            |last: &Stored<ActionPlan>| {
                let data = last.value.data();
                Position {
                    at: data.created_at,
                    id: *data.id.as_uuid(),
                }
            },
        ))
    }

    async fn tally(&mut self, finding: FindingId) -> Result<PlanTally, StoreError> {
        let query = action_plan::table
            .filter(action_plan::finding_id.eq(*finding.as_uuid()))
            .select(action_plan::status);
        let statuses: Vec<String> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let verified = ActionPlanStatus::Verified.as_str();
        let mut tally = PlanTally::default();
        for status in statuses {
            if status == verified {
                tally.verified += 1;
            } else {
                tally.unverified += 1;
            }
        }
        Ok(tally)
    }

    async fn insert(&mut self, added: &LoggedPlan) -> Result<(), StoreError> {
        let plan =
            diesel::insert_into(action_plan::table).values(NewActionPlanRow::of(added.plan()));
        let entry =
            diesel::insert_into(remediation_log_entry::table).values(EntryRow::of(added.entry())?);
        self.transaction
            .write(async move |connection| {
                let (mut one, mut two) = (connection, connection);
                try_join!(plan.execute(&mut one), entry.execute(&mut two))
            })
            .await?;
        Ok(())
    }

    async fn save(&mut self, moved: &LoggedPlan, read: Version) -> Result<Version, StoreError> {
        let next = read.next();
        let plan = moved.plan();
        let update = diesel::update(action_plan::table)
            .filter(action_plan::id.eq(*plan.data().id.as_uuid()))
            .filter(action_plan::version.eq(number(read)))
            .set(ActionPlanChange::of(plan, next));
        let entry =
            diesel::insert_into(remediation_log_entry::table).values(EntryRow::of(moved.entry())?);
        let rows = self
            .transaction
            .write(async move |mut connection| Prepared(update).execute(&mut connection).await)
            .await?;
        changed(rows, "the action plan was changed by someone else")?;
        self.transaction
            .write(async move |mut connection| entry.execute(&mut connection).await)
            .await?;
        Ok(next)
    }

    async fn list_log(
        &mut self,
        plan: ActionPlanId,
        after: u32,
        limit: PageLimit,
    ) -> Result<Page<RemediationLogEntry, u32>, StoreError> {
        let after = i32::try_from(after).unwrap_or(i32::MAX);
        let query = remediation_log_entry::table
            .filter(remediation_log_entry::action_plan_id.eq(*plan.as_uuid()))
            .filter(remediation_log_entry::sequence.gt(after))
            .order(remediation_log_entry::sequence)
            .limit(i64::from(limit.get()) + 1)
            .select(EntryRow::as_select());
        let rows: Vec<EntryRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        let entries = rows
            .into_iter()
            .map(EntryRow::read)
            .collect::<Result<_, _>>()?;
        Ok(Page::from_read_ahead(
            entries,
            limit,
            |last: &RemediationLogEntry| last.sequence,
        ))
    }
}
