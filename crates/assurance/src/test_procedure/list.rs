//! Listing test procedures.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{Page, PageRequest, StoreError};

use crate::{Env, TestProcedure, TestProcedureFilter};

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

/// Lists test procedures of the caller's organization, newest first.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(
    env: &Env,
    caller: &Caller,
    filter: TestProcedureFilter,
    page: PageRequest,
) -> Result<Page<TestProcedure>, Error> {
    caller.require(Permission::ReadFindings)?;
    let mut work = env.store.begin(caller.organization).await?;
    let listed = work.test_procedures().list(&filter, page).await?;
    work.commit().await?;
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{entity_id, env, procedure, program, work};

    #[tokio::test]
    async fn the_filter_and_the_page_are_storages_to_apply() {
        let filter = TestProcedureFilter {
            entity: Some(entity_id(1)),
        };
        let mut work = work();
        work.test_procedures
            .expect_list()
            .withf(move |wanted, page| *wanted == filter && *page == PageRequest::default())
            .return_once(|_, _| {
                Ok(Page {
                    items: vec![procedure(1)],
                    next: None,
                })
            });
        let (env, _) = env(work);
        let caller = program("read:findings");
        let listed = list(&env, &caller, filter, PageRequest::default()).await;
        assert_eq!(listed.unwrap().items, [procedure(1)]);
    }

    #[tokio::test]
    async fn without_the_scope_nothing_is_listed() {
        let (env, _) = env(work());
        let caller = program("write:evidence");
        let filter = TestProcedureFilter::default();
        let refused = list(&env, &caller, filter, PageRequest::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
}
