//! Revoking a key.

use aiia_keys_domain::{
    Caller, Epoch, Forbidden, Invalidation, Key, KeyId, Permission, RevocationReason,
};
use aiia_keys_ports::{StoreError, Stored};

use crate::Env;

/// The key to revoke.
#[derive(Clone, Debug)]
pub struct Command {
    /// Which key.
    pub id: KeyId,
    /// Why, in the caller's words.
    pub reason: Option<RevocationReason>,
}

/// The key was not revoked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such key.
    #[error("there is no such key")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How often a revocation is tried when others keep changing the key.
const ATTEMPTS: u8 = 4;

/// Revokes a key, at once and for good. May be repeated: the first revocation stands.
///
/// When this returns, no node accepts the key. When it fails for storage, it may be revoked all the
/// same, and a repeat waits until that holds everywhere.
///
/// When someone else changes the key at the same moment, it is read again: a revocation must not
/// fail because of a new label.
///
/// # Errors
/// When the caller may not, there is no such key in their organization, or storage fails.
pub async fn revoke(env: &Env, caller: &Caller, command: Command) -> Result<Stored<Key>, Error> {
    caller.require(Permission::ManageKeys)?;
    persistently(env, caller, &command).await
}

/// Revokes a key without asking whether the caller may, again while others keep changing it.
pub(super) async fn persistently(
    env: &Env,
    caller: &Caller,
    command: &Command,
) -> Result<Stored<Key>, Error> {
    let mut outcome = attempt(env, caller, command).await;
    for _ in 1..ATTEMPTS {
        if !matches!(outcome, Err(Error::Store(StoreError::Conflict(_)))) {
            break;
        }
        outcome = attempt(env, caller, command).await;
    }
    let (revoked, epoch) = outcome?;
    // Also when it was revoked already: whoever did so may have crashed before it held everywhere.
    env.verification.barrier.pass(epoch).await?;
    Ok(revoked)
}

async fn attempt(
    env: &Env,
    caller: &Caller,
    command: &Command,
) -> Result<(Stored<Key>, Option<Epoch>), Error> {
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let read = work.keys().find(command.id).await?.ok_or(Error::NotFound)?;
    let revoked = read
        .value
        .clone()
        .revoke(caller.actor.clone(), command.reason.clone(), now);
    // Only a key that is revoked already refuses to be, and then there is nothing left to change.
    let Ok(revoked) = revoked else {
        work.commit().await?;
        return Ok((read, None));
    };
    let saved = super::save(&mut *work, caller, &read, revoked, now).await?;
    let epoch = work
        .revocations()
        .invalidate(Invalidation::KeyRevoked(command.id))
        .await?;
    work.commit().await?;
    Ok((saved, Some(epoch)))
}

#[cfg(test)]
mod tests;
