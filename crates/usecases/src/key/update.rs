//! Changing the little that can change about a key: its label, how often it may be used, and its
//! powers, which only shrink.

use aiia_keys_domain::{
    Caller, Forbidden, Invalidation, Key, KeyId, Label, LimitError, NarrowError, Permission,
    RateLimit, ScopeSet, SourceAddresses, WrongStatus,
};
use aiia_keys_ports::{StoreError, Stored, Version};

use crate::{Env, organization};

/// What to change about which key. What is not set stays as it is.
#[derive(Clone, Debug)]
pub struct Command {
    /// Which key.
    pub id: KeyId,
    /// Only if the key is in this version.
    pub expected: Option<Version>,
    /// Another label.
    pub label: Option<Label>,
    /// Fewer scopes.
    pub scopes: Option<ScopeSet>,
    /// Fewer addresses.
    pub sources: Option<SourceAddresses>,
    /// How often it may be used: another limit of its own, or none, for the organization's.
    pub rate_limit: Option<Option<RateLimit>>,
}

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such key.
    #[error("there is no such key")]
    NotFound,
    /// The key is not in the version that the caller expects.
    #[error("the key was changed in the meantime: read it again")]
    Stale,
    /// The key cannot get another label.
    #[error(transparent)]
    Rename(#[from] WrongStatus),
    /// The key's powers cannot change like that.
    #[error(transparent)]
    Narrow(#[from] NarrowError),
    /// The key cannot have this rate limit.
    #[error(transparent)]
    Limit(#[from] LimitError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes a key of the caller's organization: all of what is asked for, or nothing.
///
/// When this returns, no node accepts the key with more than it has now, or by another rate limit.
///
/// # Errors
/// When the caller may not, there is no such key in their organization, it was changed by someone
/// else, the domain refuses, or storage fails.
pub async fn update(env: &Env, caller: &Caller, command: Command) -> Result<Stored<Key>, Error> {
    caller.require(Permission::ManageKeys)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let mut stored = work.keys().find(command.id).await?.ok_or(Error::NotFound)?;
    if command
        .expected
        .is_some_and(|expected| expected != stored.version)
    {
        return Err(Error::Stale);
    }
    let held = stored.value.data().clone();
    let concerns_nodes =
        command.scopes.is_some() || command.sources.is_some() || command.rate_limit.is_some();
    let mut changed_for_nodes = false;
    // What is as asked for already is no change, and no entry in the trail.
    if let Some(scopes) = command
        .scopes
        .filter(|scopes| held.scopes.as_set() != scopes)
    {
        let changed = stored.value.clone().narrow_scopes(scopes, now)?;
        changed_for_nodes = true;
        stored = super::save(&mut *work, caller, &stored, changed, now).await?;
    }
    if let Some(sources) = command.sources.filter(|sources| held.sources != *sources) {
        let changed = stored.value.clone().narrow_sources(sources, now)?;
        changed_for_nodes = true;
        stored = super::save(&mut *work, caller, &stored, changed, now).await?;
    }
    if let Some(limit) = command.rate_limit.filter(|limit| held.rate_limit != *limit) {
        let organization = organization::current(&mut *work).await?.value;
        let key = stored.value.clone();
        let changed = key.limit_rate(limit, organization.policy(), caller, now)?;
        changed_for_nodes = true;
        stored = super::save(&mut *work, caller, &stored, changed, now).await?;
    }
    if let Some(label) = command.label.filter(|label| held.label != *label) {
        let changed = stored.value.clone().rename(label, now)?;
        stored = super::save(&mut *work, caller, &stored, changed, now).await?;
    }
    let epoch = if changed_for_nodes {
        let invalidation = Invalidation::KeyChanged(command.id);
        Some(work.revocations().invalidate(invalidation).await?)
    } else {
        None
    };
    work.commit().await?;
    // Also when it was so already: whoever did so may have crashed before it held everywhere.
    if concerns_nodes {
        env.verification.barrier.pass(epoch).await?;
    }
    Ok(stored)
}

#[cfg(test)]
mod tests;
