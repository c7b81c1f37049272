//! Listing entities.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{Page, PageRequest, StoreError, Stored};

use crate::{Entity, EntityFilter, Env};

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

/// Lists entities of the caller's organization, newest first.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(
    env: &Env,
    caller: &Caller,
    filter: EntityFilter,
    page: PageRequest,
) -> Result<Page<Stored<Entity>>, Error> {
    caller.require(Permission::ReadUniverse)?;
    let mut work = env.store.begin(caller.organization).await?;
    let listed = work.entities().list(&filter, page).await?;
    work.commit().await?;
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Role;

    use super::*;
    use crate::{
        EntityKind,
        testing::{entity, env, member, program, stored, work},
    };

    #[tokio::test]
    async fn the_filter_and_the_page_are_storages_to_apply() {
        let filter = EntityFilter {
            kind: Some(EntityKind::Process),
            parent: None,
            retired: false,
        };
        let page = Page {
            items: vec![stored(entity(1, None))],
            next: None,
        };
        let (expected, wanted) = (page.clone(), filter.clone());
        let mut work = work();
        work.entities
            .expect_list()
            .withf(move |filter, page| *filter == wanted && *page == PageRequest::default())
            .return_once(|_, _| Ok(page));
        let (env, _) = env(work);
        let listed = list(&env, &member(Role::Auditor), filter, PageRequest::default()).await;
        assert_eq!(listed.unwrap(), expected);
    }

    #[tokio::test]
    async fn without_the_scope_nothing_is_listed() {
        let (env, _) = env(work());
        let caller = program("write:findings");
        let refused = list(
            &env,
            &caller,
            EntityFilter::default(),
            PageRequest::default(),
        )
        .await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
}
