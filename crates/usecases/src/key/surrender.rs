//! Ending a key by whoever holds it.

use aiia_keys_domain::{Actor, Authority, Caller, Key, ParseKeyError, RequestId, RevocationReason};
use aiia_keys_ports::{StoreError, Stored};

use super::revoke;
use crate::{Env, verify};

/// The key to end.
pub struct Command<'a> {
    /// The key itself.
    pub presented: &'a str,
    /// Why, in its holder's words.
    pub reason: Option<RevocationReason>,
    /// The request that it came with, for the audit trail.
    pub request: Option<RequestId>,
}

/// What was presented may be a key, and is not printed.
impl std::fmt::Debug for Command<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Command")
            .field("reason", &self.reason)
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// No key was ended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not a key of this deployment; nothing was looked up.
    #[error(transparent)]
    Malformed(#[from] ParseKeyError),
    /// No such key was ever issued here.
    #[error("there is no such key")]
    Unknown,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Revokes the key that is presented, at once and for good. May be repeated.
///
/// Whoever holds the whole key may do so, from any address and whatever its scopes: it does no one
/// harm, and a stranger who finds a key in a public place can end it.
///
/// # Errors
/// When it is no key that was issued here, or storage fails.
pub async fn surrender(env: &Env, command: Command<'_>) -> Result<Stored<Key>, Error> {
    let key = env.format.parse(command.presented)?;
    let grant = verify::grant(env, &key).await?.ok_or(Error::Unknown)?;
    let holder = Caller {
        actor: Actor::Key(grant.key),
        organization: grant.organization,
        authority: Authority::Key {
            scopes: grant.scopes.clone(),
            rate_limit: grant.rate_limit,
        },
        request: command.request,
    };
    let end = revoke::Command {
        id: grant.key,
        reason: command.reason,
    };
    revoke::persistently(env, &holder, &end)
        .await
        .map_err(|error| match error {
            revoke::Error::Store(error) => Error::Store(error),
            revoke::Error::NotFound | revoke::Error::Forbidden(_) => Error::Unknown,
        })
}

#[cfg(test)]
mod tests;
