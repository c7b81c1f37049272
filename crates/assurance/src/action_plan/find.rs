//! Finding one action plan.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{StoreError, Stored};

use crate::{ActionPlan, ActionPlanId, Env};

/// No action plan was found.
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

/// Finds an action plan of the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such plan in their organization, or storage fails.
pub async fn find(
    env: &Env,
    caller: &Caller,
    id: ActionPlanId,
) -> Result<Stored<ActionPlan>, Error> {
    caller.require(Permission::ReadFindings)?;
    let mut work = env.store.begin(caller.organization).await?;
    let found = work.action_plans().find(id).await?;
    work.commit().await?;
    found.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Role;

    use super::*;
    use crate::testing::{draft, env, member, plan, plan_id, program, stored, work};

    #[tokio::test]
    async fn a_plan_is_found_with_its_version() {
        let wanted = stored(plan(1, &draft(1)));
        let mut work = work();
        let found = wanted.clone();
        work.action_plans
            .expect_find()
            .withf(|id| *id == plan_id(1))
            .return_once(|_| Ok(Some(found)));
        let (env, _) = env(work);
        let found = find(&env, &member(Role::Auditor), plan_id(1)).await;
        assert_eq!(found.unwrap(), wanted);
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found_and_without_the_scope_nothing_is_asked() {
        let mut none = work();
        none.action_plans.expect_find().return_once(|_| Ok(None));
        let (env, _) = env(none);
        let refused = find(&env, &program("read:universe write:*"), plan_id(1)).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        let refused = find(&env, &program("read:findings"), plan_id(1)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
}
