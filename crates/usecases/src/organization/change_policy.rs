//! Changing an organization's rules for its keys.

use aiia_keys_domain::{
    Caller, Days, Forbidden, Invalidation, Organization, Permission, Policy, RateLimit,
    RotationPeriod, ScopeSet,
};
use aiia_keys_ports::{StoreError, Stored, Version};

use crate::Env;

/// The rules to set.
#[derive(Clone, Debug)]
pub struct Command {
    /// Only if the organization is in this version.
    pub expected: Option<Version>,
    /// What to change about them.
    pub change: Change,
}

/// Rules to set. What is not set stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// How long a key may live.
    pub maximum_lifetime: Option<Days>,
    /// How long after it was made a key is due for rotation.
    pub rotation_period: Option<RotationPeriod>,
    /// The scopes that keys may be given at all.
    pub grantable: Option<ScopeSet>,
    /// How many active keys there may be at once.
    pub maximum_active_keys: Option<u32>,
    /// Whether a key must name the addresses that it is used from.
    pub sources_required: Option<bool>,
    /// How often a key may be used that has no limit of its own; or that there is no limit.
    pub rate_limit: Option<Option<RateLimit>>,
}

impl Change {
    /// The rules after the change.
    fn apply(self, rules: &Policy) -> Policy {
        Policy {
            maximum_lifetime: self.maximum_lifetime.unwrap_or(rules.maximum_lifetime),
            rotation_period: self.rotation_period.unwrap_or(rules.rotation_period),
            grantable: self.grantable.unwrap_or_else(|| rules.grantable.clone()),
            maximum_active_keys: self
                .maximum_active_keys
                .unwrap_or(rules.maximum_active_keys),
            sources_required: self.sources_required.unwrap_or(rules.sources_required),
            rate_limit: self.rate_limit.unwrap_or(rules.rate_limit),
        }
    }
}

/// The rules were not changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The organization is not in the version that the caller expects.
    #[error("the organization was changed in the meantime: read it again")]
    Stale,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets other rules: for keys that are made from now on, and how often keys may be used that have no
/// limit of their own. The same rules again change nothing.
///
/// When this returns, every node goes by the rate limit.
///
/// # Errors
/// When the caller may not, the organization was changed by someone else, or storage fails.
pub async fn change_policy(
    env: &Env,
    caller: &Caller,
    command: Command,
) -> Result<Stored<Organization>, Error> {
    caller.require(Permission::ManagePolicy)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let read = super::current(&mut *work).await?;
    if command
        .expected
        .is_some_and(|expected| expected != read.version)
    {
        return Err(Error::Stale);
    }
    let limits = command.change.rate_limit.is_some();
    let policy = command.change.apply(read.value.policy());
    if *read.value.policy() == policy {
        work.commit().await?;
        // Whoever set it may have crashed before it held everywhere.
        if limits {
            env.verification.barrier.pass(None).await?;
        }
        return Ok(read);
    }
    let changed = read.value.clone().change_policy(policy);
    let concerns_keys = changed.1.concerns_keys();
    let saved = super::save(&mut *work, caller, &read, changed, now).await?;
    let epoch = if concerns_keys {
        let invalidation = Invalidation::OrganizationChanged(caller.organization);
        Some(work.revocations().invalidate(invalidation).await?)
    } else {
        None
    };
    work.commit().await?;
    if limits {
        env.verification.barrier.pass(epoch).await?;
    }
    Ok(saved)
}

#[cfg(test)]
mod tests;
