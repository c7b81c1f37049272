//! Listing evidence.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{Page, PageRequest, StoreError, Stored};

use crate::{Env, Evidence, EvidenceFilter};

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

/// Lists complete evidence of the caller's organization, newest first.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(
    env: &Env,
    caller: &Caller,
    filter: EvidenceFilter,
    page: PageRequest,
) -> Result<Page<Stored<Evidence>>, Error> {
    caller.require(Permission::ReadEvidence)?;
    let mut work = env.store.begin(caller.organization).await?;
    let listed = work.evidence().list(&filter, page).await?;
    work.commit().await?;
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Role;

    use super::*;
    use crate::testing::{env, member, procedure_id, program, stored, uploaded, work};

    #[tokio::test]
    async fn the_filter_and_the_page_are_storages_to_apply() {
        let filter = EvidenceFilter {
            procedure: Some(procedure_id(1)),
            ..EvidenceFilter::default()
        };
        let mut work = work();
        work.evidence
            .expect_list()
            .withf(move |wanted, page| *wanted == filter && *page == PageRequest::default())
            .return_once(|_, _| {
                Ok(Page {
                    items: vec![stored(uploaded(1))],
                    next: None,
                })
            });
        let (env, _) = env(work);
        let listed = list(&env, &member(Role::Auditor), filter, PageRequest::default()).await;
        assert_eq!(listed.unwrap().items, [stored(uploaded(1))]);
    }

    #[tokio::test]
    async fn no_key_lists_evidence() {
        let (env, _) = env(work());
        let caller = program("admin:*");
        let filter = EvidenceFilter::default();
        let refused = list(&env, &caller, filter, PageRequest::default()).await;
        assert!(
            matches!(refused, Err(Error::Forbidden(Forbidden::PeopleOnly))),
            "{refused:?}"
        );
    }
}
