//! Generating a key.

use aiia_keys_domain::{
    Caller, Expiration, Forbidden, IssueError, Issuer, Key, KeyId, KeyString, Label, NewKey,
    Permission, ScopeSet, SourceAddresses,
};
use aiia_keys_ports::{EntropyUnavailable, StoreError, Stored, Version, generate_uuid};

use crate::{Env, organization, secret};

/// The key to generate.
#[derive(Clone, Debug)]
pub struct Command {
    /// What people will call it.
    pub label: Label,
    /// What it shall be able to do.
    pub scopes: ScopeSet,
    /// Where it may be used from.
    pub sources: SourceAddresses,
    /// How long it shall live.
    pub expiration: Expiration,
}

/// A key that was just made, and its secret: to be shown once.
#[derive(Debug)]
pub struct Generated {
    /// The key.
    pub key: Stored<Key>,
    /// The key string. It is kept nowhere.
    pub secret: KeyString,
}

/// No key was generated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The key cannot be had.
    #[error(transparent)]
    Refused(#[from] IssueError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

/// Generates a key in the caller's organization, with at most the scopes that the caller holds.
///
/// # Errors
/// When the caller may not, the organization's policy forbids it, or storage fails; there is no key then.
pub async fn generate(env: &Env, caller: &Caller, command: Command) -> Result<Generated, Error> {
    caller.require(Permission::ManageKeys)?;
    let now = env.clock.now();
    let id = KeyId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let (secret, credential) = secret::make(env)?;

    let mut work = env.store.begin(caller.organization).await?;
    let organization = organization::current(&mut *work).await?.value;
    let active = work.keys().count_active(now).await?;
    let issuer = Issuer {
        actor: caller.actor.clone(),
        ceiling: &caller.ceiling(&env.catalog),
        organization: &organization,
        catalog: &env.catalog,
    };
    let Command {
        label,
        scopes,
        sources,
        expiration,
    } = command;
    let new = NewKey {
        id,
        label,
        scopes,
        sources,
        expiration,
        mask: secret.mask(),
    };
    let (key, event) = Key::generate(new, active, &issuer, now)?;
    work.keys().insert(&key, &credential).await?;
    super::record(&mut *work, caller, id, &event, now).await?;
    work.commit().await?;
    Ok(Generated {
        key: Stored {
            value: key,
            version: Version::FIRST,
        },
        secret,
    })
}

#[cfg(test)]
mod tests;
