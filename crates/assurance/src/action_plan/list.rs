//! Listing action plans.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{Page, PageRequest, StoreError, Stored};

use crate::{ActionPlan, ActionPlanFilter, Env};

/// Nothing was listed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lists action plans of the caller's organization, newest first.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(
    env: &Env,
    caller: &Caller,
    filter: ActionPlanFilter,
    page: PageRequest,
) -> Result<Page<Stored<ActionPlan>>, Error> {
    caller.require(Permission::ReadFindings)?;
    let mut work = env.store.begin(caller.organization).await?;
    let listed = work.action_plans().list(&filter, page).await?;
    work.commit().await?;
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{draft, env, finding_id, plan, program, stored, work};

    #[tokio::test]
    async fn the_filter_and_the_page_are_storages_to_apply() {
        let filter = ActionPlanFilter {
            finding: Some(finding_id(1)),
            ..ActionPlanFilter::default()
        };
        let wanted = filter.clone();
        let mut work = work();
        work.action_plans
            .expect_list()
            .withf(move |filter, page| *filter == wanted && *page == PageRequest::default())
            .return_once(|_, _| {
                Ok(Page {
                    items: vec![stored(plan(1, &draft(1)))],
                    next: None,
                })
            });
        let (env, _) = env(work);
        let caller = program("read:findings");
        let listed = list(&env, &caller, filter, PageRequest::default()).await;
        assert_eq!(listed.unwrap().items, [stored(plan(1, &draft(1)))]);
    }

    #[tokio::test]
    async fn without_the_scope_nothing_is_listed() {
        let (env, _) = env(work());
        let caller = program("write:findings");
        let filter = ActionPlanFilter::default();
        let refused = list(&env, &caller, filter, PageRequest::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
}
