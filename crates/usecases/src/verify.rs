//! Verifying a key that was presented.

use std::net::IpAddr;

use aiia_keys_domain::{
    Denial, DenialReason, Grant, KeyId, OrganizationId, Outcome, ParseKeyError, PresentedKey,
    Scope, Timestamp,
};
use aiia_keys_ports::{KeyCredential, LocatedKey, StoreError};

use crate::Env;

/// A presented key is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not a key of this deployment; nothing was looked up.
    #[error(transparent)]
    Malformed(#[from] ParseKeyError),
    /// No such key was ever issued here.
    #[error("there is no such key")]
    Unknown,
    /// It exists and is not accepted. Who presents the whole secret may know why.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Storage failed: nothing is accepted then.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A key that exists is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{denial}")]
pub struct Denied {
    /// The key.
    pub key: KeyId,
    /// The organization that it belongs to.
    pub organization: OrganizationId,
    /// Why it is not.
    pub denial: Denial,
}

/// Verifies a key that was presented from an address for what needs a scope, or none, and gives
/// what it lets its bearer do.
///
/// The use is counted, whatever becomes of it.
/// A key that is found under a retired pepper gets a digest under the current one.
///
/// # Errors
/// When the key is not accepted, or storage fails.
pub async fn verify(
    env: &Env,
    presented: &str,
    needed: Option<&Scope>,
    source: Option<IpAddr>,
) -> Result<Grant, Error> {
    let key = env.format.parse(presented)?;
    let candidates = candidates(env, &key);
    let found = env.locator.locate(&candidates).await?;
    let located = found.ok_or(Error::Unknown)?;
    admit(env, &located.grant, needed, source, env.clock.now())?;
    if let Some(current) = candidates.first() {
        adopt(env, &located, current).await?;
    }
    Ok(located.grant)
}

/// Whether a key that exists is let through; counts that it was used.
///
/// Every verification comes through here, wherever its grant comes from.
pub(crate) fn admit(
    env: &Env,
    grant: &Grant,
    needed: Option<&Scope>,
    source: Option<IpAddr>,
    now: Timestamp,
) -> Result<(), Denied> {
    let admitted = grant.admit(needed, source, now);
    let outcome = match &admitted {
        Ok(()) => Outcome::Allowed,
        Err(denial) => Outcome::Denied(DenialReason::of(denial)),
    };
    env.usage.count(grant, needed, outcome, source, now);
    admitted.map_err(|denial| Denied {
        key: grant.key,
        organization: grant.organization,
        denial,
    })
}

/// Finds a key, whatever there is against it.
pub(crate) async fn locate(
    env: &Env,
    key: &PresentedKey<'_>,
) -> Result<Option<LocatedKey>, StoreError> {
    env.locator.locate(&candidates(env, key)).await
}

/// What a key may be stored under, the current pepper first.
fn candidates(env: &Env, key: &PresentedKey<'_>) -> Vec<KeyCredential> {
    env.peppers
        .digests(key)
        .map(|(pepper, digest)| KeyCredential { pepper, digest })
        .collect()
}

/// Replaces the digest of a key that was found under a retired pepper.
async fn adopt(env: &Env, located: &LocatedKey, current: &KeyCredential) -> Result<(), StoreError> {
    if located.found.pepper == current.pepper {
        return Ok(());
    }
    let mut work = env.store.begin(located.grant.organization).await?;
    work.keys()
        .save_credential(located.grant.key, &located.found, current)
        .await?;
    work.commit().await
}

#[cfg(test)]
mod tests;
