//! Looking at the key that one holds.

use aiia_keys_domain::{Actor, Caller, Key, Organization, Timestamp};
use aiia_keys_ports::{StoreError, Stored};

use crate::{Env, organization};

/// A key, for its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// The key.
    pub key: Stored<Key>,
    /// The organization that it belongs to.
    pub organization: Organization,
    /// The instant from which it is due for rotation.
    pub rotation_due_at: Timestamp,
    /// The instant at which this holds.
    pub now: Timestamp,
}

/// The key was not shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller is not a key.
    #[error("this is for keys only: call it with a key")]
    NotAKey,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The key that the caller is. It needs no scope: a key may know itself.
///
/// # Errors
/// When the caller is a person, or storage fails.
pub async fn own(env: &Env, caller: &Caller) -> Result<Own, Error> {
    let Actor::Key(id) = caller.actor else {
        return Err(Error::NotAKey);
    };
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let organization = organization::current(&mut *work).await?.value;
    let gone = StoreError::Conflict("the caller's key is gone");
    let key = work.keys().find(id).await?.ok_or(gone)?;
    work.commit().await?;
    Ok(Own {
        rotation_due_at: key
            .value
            .rotation_due_at(organization.policy().rotation_period),
        key,
        organization,
        now,
    })
}

#[cfg(test)]
mod tests;
