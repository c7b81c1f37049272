//! Listing findings.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{Page, PageRequest, StoreError, Stored};

use crate::{Env, Finding, FindingFilter};

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

/// Lists findings of the caller's organization, newest first.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(
    env: &Env,
    caller: &Caller,
    filter: FindingFilter,
    page: PageRequest,
) -> Result<Page<Stored<Finding>>, Error> {
    caller.require(Permission::ReadFindings)?;
    let mut work = env.store.begin(caller.organization).await?;
    let listed = work.findings().list(&filter, page).await?;
    work.commit().await?;
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        FindingStatus,
        testing::{draft, env, program, stored, work},
    };

    #[tokio::test]
    async fn the_filter_and_the_page_are_storages_to_apply() {
        let filter = FindingFilter {
            status: Some(FindingStatus::Draft),
            ..FindingFilter::default()
        };
        let wanted = filter.clone();
        let mut work = work();
        work.findings
            .expect_list()
            .withf(move |filter, page| *filter == wanted && *page == PageRequest::default())
            .return_once(|_, _| {
                Ok(Page {
                    items: vec![stored(draft(1))],
                    next: None,
                })
            });
        let (env, _) = env(work);
        let caller = program("read:findings");
        let listed = list(&env, &caller, filter, PageRequest::default()).await;
        assert_eq!(listed.unwrap().items, [stored(draft(1))]);
    }

    #[tokio::test]
    async fn without_the_scope_nothing_is_listed() {
        let (env, _) = env(work());
        let caller = program("read:universe write:findings");
        let refused = list(
            &env,
            &caller,
            FindingFilter::default(),
            PageRequest::default(),
        )
        .await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
}
