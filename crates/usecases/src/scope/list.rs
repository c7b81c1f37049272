//! Listing the scopes that exist.

use aiia_keys_domain::{Caller, CatalogEntry, Forbidden, Permission};
use aiia_keys_ports::StoreError;

use crate::{Env, organization};

/// A scope that exists, and whether the caller may put it into a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The scope and its meaning.
    pub entry: CatalogEntry,
    /// Whether the caller holds it and the organization's policy lets keys have it.
    pub grantable: bool,
}

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

/// Lists the catalogue in its order.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(env: &Env, caller: &Caller) -> Result<Vec<Offer>, Error> {
    caller.require(Permission::ReadKeys)?;
    let mut work = env.store.begin(caller.organization).await?;
    let organization = organization::current(&mut *work).await?.value;
    work.commit().await?;
    // Who may not make keys at all may grant nothing, whatever they hold.
    let may_make_keys = caller.require(Permission::ManageKeys).is_ok();
    let held = caller.ceiling(&env.catalog);
    let allowed = &organization.policy().grantable;
    let offer = |entry: &CatalogEntry| Offer {
        grantable: may_make_keys && held.allows(entry.scope()) && allowed.allows(entry.scope()),
        entry: entry.clone(),
    };
    Ok(env.catalog.entries().map(offer).collect())
}

#[cfg(test)]
mod tests;
