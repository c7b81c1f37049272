//! Listing keys.

use aiia_keys_domain::{Caller, Forbidden, Key, Permission, Scope, Status, Timestamp};
use aiia_keys_ports::{
    KeyFilter, KeyOrder, KeyPosition, Page, PageRequest, StoreError, Stored, UnitOfWork,
};

use crate::{Env, organization};

/// Which keys to list. Everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Keys of this status.
    pub status: Option<Status>,
    /// Keys that may do this, by a wildcard too.
    pub allows: Option<Scope>,
    /// Keys whose label contains this text, whatever the case.
    pub label_contains: Option<String>,
    /// Only keys that are due for rotation.
    pub rotation_due: bool,
    /// What they go by; newest first unless set.
    pub order: KeyOrder,
    /// Which page.
    pub page: PageRequest<KeyPosition>,
}

/// One page of the list.
pub type KeyPage = Page<Stored<Key>, KeyPosition>;

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

/// Lists keys of the caller's organization.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(env: &Env, caller: &Caller, query: Query) -> Result<KeyPage, Error> {
    let (work, page) = begin(env, caller, query, env.clock.now()).await?;
    work.commit().await?;
    Ok(page)
}

/// Lists them, and leaves the unit of work open for what else is to be told about them.
pub(crate) async fn begin(
    env: &Env,
    caller: &Caller,
    query: Query,
    now: Timestamp,
) -> Result<(Box<dyn UnitOfWork>, KeyPage), Error> {
    caller.require(Permission::ReadKeys)?;
    let mut work = env.store.begin(caller.organization).await?;
    let rotation_due_since = if query.rotation_due {
        let organization = organization::current(&mut *work).await?.value;
        let period = organization.policy().rotation_period.days().duration();
        Some(now.saturating_sub(period))
    } else {
        None
    };
    let filter = KeyFilter {
        now,
        status: query.status,
        allows: query.allows,
        label_contains: query.label_contains,
        rotation_due_since,
    };
    let page = work.keys().list(&filter, query.order, query.page).await?;
    Ok((work, page))
}

#[cfg(test)]
mod tests;
