//! Generating a key.

use aiia_keys_domain::{
    Caller, Expiration, Forbidden, IssueError, Issuer, Key, KeyId, KeyReused, KeyString, Label,
    NewKey, Permission, RateLimit, ScopeSet, SourceAddresses, Subject, Timestamp,
};
use aiia_keys_ports::{EntropyUnavailable, StoreError, Stored, UnitOfWork, Version, generate_uuid};

use crate::{
    Env,
    once::{self, Named, Outcome},
    organization, secret,
};

once::lift!(Error);

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
    /// How often it may be used; as the organization's policy has it unless set.
    pub rate_limit: Option<RateLimit>,
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
    /// The caller used the same name for another request.
    #[error(transparent)]
    Reused(#[from] KeyReused),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

/// Generates a key in the caller's organization, with at most the scopes that the caller holds and, by
/// a key that may be used only so often, for at most as frequent use.
///
/// # Errors
/// When the caller may not, the organization's policy forbids it, or storage fails; there is no key then.
pub async fn generate(env: &Env, caller: &Caller, command: Command) -> Result<Generated, Error> {
    caller.require(Permission::ManageKeys)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let generated = make(env, caller, command, &mut *work, now).await?;
    work.commit().await?;
    Ok(generated)
}

/// Generates a key once, however often the same request is repeated; a repeat gives the key that was
/// made then.
///
/// # Errors
/// As [`generate`], and when the caller used the same name for another request.
pub async fn generate_once(
    env: &Env,
    caller: &Caller,
    command: Command,
    named: Named,
) -> Result<Outcome<Generated, Stored<Key>>, Error> {
    caller.require(Permission::ManageKeys)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    if let Some(made) = once::look(&mut *work, caller, named, now).await? {
        let key = super::made(&mut *work, &made).await?;
        work.commit().await?;
        return Ok(Outcome::Repeated(key));
    }
    let generated = make(env, caller, command, &mut *work, now).await?;
    let made = Subject::Key(generated.key.value.data().id);
    once::note(&mut *work, caller, named, made, now).await?;
    work.commit().await?;
    Ok(Outcome::Made(generated))
}

async fn make(
    env: &Env,
    caller: &Caller,
    command: Command,
    work: &mut dyn UnitOfWork,
    now: Timestamp,
) -> Result<Generated, Error> {
    let id = KeyId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let (secret, credential) = secret::make(env)?;

    let organization = organization::current(work).await?.value;
    let active = work.keys().count_active(now).await?;
    let issuer = Issuer {
        actor: caller.actor.clone(),
        ceiling: &caller.ceiling(&env.catalog),
        rate_ceiling: caller.rate_ceiling(),
        organization: &organization,
        catalog: &env.catalog,
    };
    let Command {
        label,
        scopes,
        sources,
        expiration,
        rate_limit,
    } = command;
    let new = NewKey {
        id,
        label,
        scopes,
        sources,
        expiration,
        rate_limit,
        mask: secret.mask(),
    };
    let (key, event) = Key::generate(new, active, &issuer, now)?;
    work.keys().insert(&key, &credential).await?;
    super::record(work, caller, id, &event, now).await?;
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
