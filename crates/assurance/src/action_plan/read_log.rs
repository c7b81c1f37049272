//! Reading an action plan's log: the remediation tracker.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{Page, PageLimit, StoreError};

use crate::{ActionPlanId, Env, RemediationLogEntry};

/// Which part of which log to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// The plan.
    pub plan: ActionPlanId,
    /// Begin after the entry with this number; 0 is before the first.
    pub after: u32,
    /// At most so many entries.
    pub limit: PageLimit,
}

/// No log was read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such action plan.
    #[error("there is no such action plan")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the log of an action plan of the caller's organization, oldest first.
///
/// # Errors
/// When the caller may not, there is no such plan in their organization, or storage fails.
pub async fn read_log(
    env: &Env,
    caller: &Caller,
    query: Query,
) -> Result<Page<RemediationLogEntry, u32>, Error> {
    caller.require(Permission::ReadFindings)?;
    let mut work = env.store.begin(caller.organization).await?;
    let plan = work.action_plans().find(query.plan).await?;
    plan.ok_or(Error::NotFound)?;
    let Query { plan, after, limit } = query;
    let entries = work.action_plans().list_log(plan, after, limit).await?;
    work.commit().await?;
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Actor;

    use super::*;
    use crate::{
        ActionPlan,
        testing::{draft, env, new_plan, now, plan, plan_id, program, stored, work},
    };

    fn query() -> Query {
        Query {
            plan: plan_id(1),
            after: 0,
            limit: PageLimit::default(),
        }
    }

    #[tokio::test]
    async fn the_entries_of_a_plan_are_read_in_pages() {
        let added = ActionPlan::add(new_plan(1), &draft(1), 0, Actor::Operator, now()).unwrap();
        let page = Page {
            items: vec![added.entry().clone()],
            next: Some(1),
        };
        let expected = page.clone();
        let mut work = work();
        work.action_plans
            .expect_find()
            .return_once(|_| Ok(Some(stored(plan(1, &draft(1))))));
        work.action_plans
            .expect_list_log()
            .withf(|plan, after, _| (*plan, *after) == (plan_id(1), 0))
            .return_once(|_, _, _| Ok(page));
        let (env, _) = env(work);
        let read = read_log(&env, &program("read:findings"), query()).await;
        assert_eq!(read.unwrap(), expected);
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found_and_without_the_scope_nothing_is_asked() {
        let mut none = work();
        none.action_plans.expect_find().return_once(|_| Ok(None));
        let (env, _) = env(none);
        let refused = read_log(&env, &program("write:findings"), query()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        let refused = read_log(&env, &program("read:findings"), query()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
}
