//! Rotating a key.

use aiia_keys_domain::{
    Caller, Expiration, Forbidden, Invalidation, Issuer, Key, KeyId, KeyString, Overlap,
    Permission, RotateError, ScopeSet, Status, Successor,
};
use aiia_keys_ports::{EntropyUnavailable, StoreError, Stored, Version, generate_uuid};

use crate::{Env, organization, secret};

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
    let id = KeyId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let (secret, credential) = secret::make(env)?;

    let mut work = env.store.begin(caller.organization).await?;
    let organization = organization::current(&mut *work).await?.value;
    let read = work.keys().find(command.id).await?.ok_or(Error::NotFound)?;
    let issuer = Issuer {
        actor: caller.actor.clone(),
        ceiling: &caller.ceiling(&env.catalog),
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
    super::record(&mut *work, caller, id, &rotation.successor_event, now).await?;
    let changed = (rotation.predecessor, rotation.predecessor_event);
    let predecessor = super::save(&mut *work, caller, &read, changed, now).await?;
    let invalidation = match predecessor.value.status(now) {
        Status::Revoked => Invalidation::KeyRevoked(command.id),
        // It expires earlier.
        _ => Invalidation::KeyChanged(command.id),
    };
    let epoch = work.revocations().invalidate(invalidation).await?;
    work.commit().await?;
    env.verification.barrier.pass(Some(epoch)).await?;
    let successor = Stored {
        value: rotation.successor,
        version: Version::FIRST,
    };
    Ok(Rotated {
        predecessor,
        successor,
        secret,
    })
}

#[cfg(test)]
mod tests;
