//! Verifying a key that was presented.

use std::net::IpAddr;

use aiia_keys_domain::{
    Denial, DenialReason, Grant, KeyId, Left, OrganizationId, Outcome, ParseKeyError, PresentedKey,
    Scope, Standing, Timestamp,
};
use aiia_keys_ports::{KeyCredential, LocatedKey, StoreError};
use aiia_keys_verifier::{Answer, Ticket};

use crate::{Env, Verification, rate::Metered};

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
    /// What it has left, if it may be used only so often and this use counted.
    pub metered: Option<Metered>,
}

/// A key that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it lets its bearer do.
    pub grant: Grant,
    /// What it has left, if it may be used only so often.
    pub metered: Option<Metered>,
}

/// Verifies a key that was presented from an address for what needs a scope, or none, and gives
/// what it lets its bearer do.
///
/// A key that was verified before is answered from memory; its expiry and addresses are checked on
/// every use, and the use is counted, whatever becomes of it.
/// A key that may be used only so often is refused beyond that, whether or not its scopes would do.
/// A key that is found under a retired pepper gets a digest under the current one.
///
/// # Errors
/// When the key is not accepted, or storage fails.
pub async fn verify(
    env: &Env,
    presented: &str,
    needed: Option<&Scope>,
    source: Option<IpAddr>,
) -> Result<Verified, Error> {
    let key = env.format.parse(presented)?;
    let grant = grant(env, &key).await?.ok_or(Error::Unknown)?;
    let metered = admit(env, &grant, needed, source, env.clock.now())?;
    Ok(Verified { grant, metered })
}

/// Verifies a key as [`verify`] does, where that asks nobody and says yes: it is remembered, accepted,
/// and may be used as often as one likes. Gives what is made of what it lets its bearer do.
///
/// `None` says nothing about the key: nothing was counted then, and [`verify`] tells.
pub fn verify_from_memory<T>(
    env: &Env,
    presented: &str,
    needed: Option<&Scope>,
    source: Option<IpAddr>,
    now: Timestamp,
    make: impl FnOnce(&Grant) -> T,
) -> Option<T> {
    let key = env.format.parse(presented).ok()?;
    let digest = env.peppers.current().digest(&key);
    let Verification {
        verifier,
        boot_clock,
        ..
    } = &env.verification;
    verifier.recall(&digest, boot_clock.now(), |grant| {
        let plain = grant.rate_limit.is_none()
            && grant.check(source, now).is_ok()
            && grant.covers(needed).is_ok();
        if !plain {
            return None;
        }
        admit(env, grant, needed, source, now).ok()?;
        Some(make(grant))
    })
}

/// Whether a key that exists is let through; counts that it was used. Gives what it has left, if it
/// may be used only so often.
///
/// Every verification comes through here, wherever its grant comes from.
pub(crate) fn admit(
    env: &Env,
    grant: &Grant,
    needed: Option<&Scope>,
    source: Option<IpAddr>,
    now: Timestamp,
) -> Result<Option<Metered>, Denied> {
    let (admitted, metered) = match grant.check(source, now) {
        // What is accepted counts before it is known what it may do: whoever keeps asking for what a
        // key may not do is a burden as well.
        Ok(()) => match meter(env, grant) {
            Ok(metered) => (grant.covers(needed), metered),
            Err((denial, metered)) => (Err(denial), Some(metered)),
        },
        Err(denial) => (Err(denial), None),
    };
    let outcome = match &admitted {
        Ok(()) => Outcome::Allowed,
        Err(denial) => Outcome::Denied(DenialReason::of(denial)),
    };
    env.usage.count(grant, needed, outcome, source, now);
    match admitted {
        Ok(()) => Ok(metered),
        Err(denial) => Err(Denied {
            key: grant.key,
            organization: grant.organization,
            denial,
            metered,
        }),
    }
}

/// Counts a use of a key that may be used only so often.
fn meter(env: &Env, grant: &Grant) -> Result<Option<Metered>, (Denial, Metered)> {
    let Some(limit) = grant.rate_limit else {
        return Ok(None);
    };
    let verification = &env.verification;
    let nodes = verification.verifier.nodes();
    let now = verification.boot_clock.now();
    match env.rates.take(grant.key, limit, nodes, now) {
        Ok(left) => Ok(Some(Metered { limit, left })),
        Err(wait) => {
            let left = Left {
                count: 0,
                one_more_in: wait,
            };
            Err((Denial::RateLimited { limit, wait }, Metered { limit, left }))
        }
    }
}

/// What a key stands for, whatever there is against it.
pub(crate) async fn grant(env: &Env, key: &PresentedKey<'_>) -> Result<Option<Grant>, StoreError> {
    let digest = env.peppers.current().digest(key);
    let verification = &env.verification;
    // Read now and not before: the lease must hold after the request has arrived.
    let now = verification.boot_clock.now();
    match verification.verifier.look_up(&digest, now) {
        Answer::Known(grant) => Ok(Some(grant)),
        Answer::Unknown => Ok(None),
        Answer::Refuse => Err(StoreError::Unavailable(
            "too many keys that nobody issued are presented".into(),
        )),
        Answer::Ask(ticket) => ask(env, key, ticket).await,
    }
}

async fn ask(
    env: &Env,
    key: &PresentedKey<'_>,
    ticket: Ticket,
) -> Result<Option<Grant>, StoreError> {
    let candidates = candidates(env, key);
    let Verification {
        verifier,
        boot_clock,
        ..
    } = &env.verification;
    let Some(located) = env.locator.locate(&candidates).await? else {
        verifier.not_found(ticket, boot_clock.now());
        return Ok(None);
    };
    let LocatedKey {
        grant,
        found,
        read_at,
    } = located;
    // Whatever storage says, a key that was seen revoked here stays so.
    let grant = verifier.found(ticket, grant, read_at);
    if let Some(current) = candidates.first()
        && grant.standing == Standing::Good
    {
        adopt(env, &grant, &found, current).await?;
    }
    Ok(Some(grant))
}

/// What a key may be stored under, the current pepper first.
fn candidates(env: &Env, key: &PresentedKey<'_>) -> Vec<KeyCredential> {
    env.peppers
        .digests(key)
        .map(|(pepper, digest)| KeyCredential { pepper, digest })
        .collect()
}

/// Replaces the digest of a key that was found under a retired pepper.
async fn adopt(
    env: &Env,
    grant: &Grant,
    found: &KeyCredential,
    current: &KeyCredential,
) -> Result<(), StoreError> {
    if found.pepper == current.pepper {
        return Ok(());
    }
    let mut work = env.store.begin(grant.organization).await?;
    work.keys()
        .save_credential(grant.key, found, current)
        .await?;
    work.commit().await
}

#[cfg(test)]
mod tests;
