//! Rotating a key.

use aiia_keys_domain::{
    Caller, Epoch, Expiration, Forbidden, Invalidation, Issuer, Key, KeyId, KeyReused, KeyString,
    Overlap, Permission, RotateError, ScopeSet, Status, Subject, Successor, Timestamp,
};
use aiia_keys_ports::{EntropyUnavailable, StoreError, Stored, UnitOfWork, Version, generate_uuid};

use crate::{
    Env,
    once::{self, Named, Outcome},
    organization, secret,
};

once::lift!(Error);

/// The key to rotate, and what its successor shall be.
#[derive(Clone, Debug)]
pub struct Command {
    /// Which key.
    pub id: KeyId,
    /// How long it goes on working.
    pub overlap: Overlap,
    /// How long the successor shall live; as long as the key was given unless set.
    pub expiration: Option<Expiration>,
    /// The successor's scopes, never more than the key's; the same unless set.
    pub scopes: Option<ScopeSet>,
}

/// Both keys, and the successor's secret: to be shown once.
#[derive(Debug)]
pub struct Rotated {
    /// The key that was replaced.
    pub predecessor: Stored<Key>,
    /// The key that replaces it.
    pub successor: Stored<Key>,
    /// The successor's key string. It is kept nowhere.
    pub secret: KeyString,
}

/// The key was not rotated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such key.
    #[error("there is no such key")]
    NotFound,
    /// The key cannot be rotated like that.
    #[error(transparent)]
    Refused(#[from] RotateError),
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

/// Replaces a key by a successor with the same scopes or fewer.
///
/// # Errors
/// When the caller may not, there is no such key in their organization, the domain refuses, or
/// storage fails; the key is as it was then.
pub async fn rotate(env: &Env, caller: &Caller, command: Command) -> Result<Rotated, Error> {
    caller.require(Permission::ManageKeys)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let (rotated, epoch) = make(env, caller, command, &mut *work, now).await?;
    work.commit().await?;
    env.verification.barrier.pass(Some(epoch)).await?;
    Ok(rotated)
}

/// Both keys of a rotation that was done before, without the secret.
#[derive(Debug)]
pub struct Repeated {
    /// The key that was replaced, as it is now.
    pub predecessor: Stored<Key>,
    /// The key that replaced it, as it is now.
    pub successor: Stored<Key>,
}

/// Rotates a key once, however often the same request is repeated; a repeat gives the keys as they
/// are now.
///
/// # Errors
/// As [`rotate`], and when the caller used the same name for another request.
pub async fn rotate_once(
    env: &Env,
    caller: &Caller,
    command: Command,
    named: Named,
) -> Result<Outcome<Rotated, Repeated>, Error> {
    caller.require(Permission::ManageKeys)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    if let Some(made) = once::look(&mut *work, caller, named, now).await? {
        let successor = super::made(&mut *work, &made).await?;
        let predecessor = work.keys().find(command.id).await?.ok_or(Error::NotFound)?;
        work.commit().await?;
        // Who asks again may not have heard that no node accepts the old key longer than it should.
        env.verification.barrier.pass(None).await?;
        return Ok(Outcome::Repeated(Repeated {
            predecessor,
            successor,
        }));
    }
    let (rotated, epoch) = make(env, caller, command, &mut *work, now).await?;
    let made = Subject::Key(rotated.successor.value.data().id);
    once::note(&mut *work, caller, named, made, now).await?;
    work.commit().await?;
    env.verification.barrier.pass(Some(epoch)).await?;
    Ok(Outcome::Made(rotated))
}

async fn make(
    env: &Env,
    caller: &Caller,
    command: Command,
    work: &mut dyn UnitOfWork,
    now: Timestamp,
) -> Result<(Rotated, Epoch), Error> {
    let id = KeyId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let (secret, credential) = secret::make(env)?;

    let organization = organization::current(work).await?.value;
    let read = work.keys().find(command.id).await?.ok_or(Error::NotFound)?;
    let issuer = Issuer {
        actor: caller.actor.clone(),
        ceiling: &caller.ceiling(&env.catalog),
        rate_ceiling: caller.rate_ceiling(),
        organization: &organization,
        catalog: &env.catalog,
    };
    let Command {
        overlap,
        expiration,
        scopes,
        ..
    } = command;
    let successor = Successor {
        id,
        mask: secret.mask(),
        scopes,
        expiration,
    };
    let rotation = read
        .value
        .clone()
        .rotate(successor, overlap, &issuer, now)?;

    // The successor first: the predecessor refers to it.
    work.keys().insert(&rotation.successor, &credential).await?;
    super::record(work, caller, id, &rotation.successor_event, now).await?;
    let changed = (rotation.predecessor, rotation.predecessor_event);
    let predecessor = super::save(work, caller, &read, changed, now).await?;
    let invalidation = match predecessor.value.status(now) {
        Status::Revoked => Invalidation::KeyRevoked(command.id),
        // It expires earlier.
        _ => Invalidation::KeyChanged(command.id),
    };
    let epoch = work.revocations().invalidate(invalidation).await?;
    let successor = Stored {
        value: rotation.successor,
        version: Version::FIRST,
    };
    let rotated = Rotated {
        predecessor,
        successor,
        secret,
    };
    Ok((rotated, epoch))
}

#[cfg(test)]
mod tests;
