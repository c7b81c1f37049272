//! Changing an organization's rules for its keys.

use aiia_keys_domain::{
    Caller, Days, Forbidden, Organization, Permission, Policy, RotationPeriod, ScopeSet,
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

/// Sets other rules for keys that are made from now on. The same rules again change nothing.
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
    let policy = command.change.apply(read.value.policy());
    if *read.value.policy() == policy {
        work.commit().await?;
        return Ok(read);
    }
    let changed = read.value.clone().change_policy(policy);
    let saved = super::save(&mut *work, caller, &read, changed, now).await?;
    work.commit().await?;
    Ok(saved)
}

#[cfg(test)]
mod tests;
