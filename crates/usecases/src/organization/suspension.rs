//! Suspending an organization, and lifting the suspension.

use aiia_keys_domain::{Caller, Epoch, Invalidation, Organization, OrganizationId};
use aiia_keys_ports::{StoreError, Stored};

use crate::Env;

/// The suspension was not changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such organization.
    #[error("there is no such organization")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Refuses all keys of an organization, on every node once this returns. Only whoever runs the
/// service can. May be repeated.
///
/// # Errors
/// When there is no such organization, or storage fails.
pub async fn suspend(env: &Env, id: OrganizationId) -> Result<Stored<Organization>, Error> {
    let (suspended, epoch) = set(env, id, true).await?;
    env.verification.barrier.pass(epoch).await?;
    Ok(suspended)
}

/// Accepts the keys of an organization again. Only whoever runs the service can. May be repeated.
///
/// # Errors
/// When there is no such organization, or storage fails.
pub async fn resume(env: &Env, id: OrganizationId) -> Result<Stored<Organization>, Error> {
    let (resumed, epoch) = set(env, id, false).await?;
    // Not for safety, but so that whoever resumed it is not refused a moment later.
    env.verification.barrier.pass(epoch).await?;
    Ok(resumed)
}

async fn set(
    env: &Env,
    id: OrganizationId,
    suspend: bool,
) -> Result<(Stored<Organization>, Option<Epoch>), Error> {
    let now = env.clock.now();
    let operator = Caller::operator(id);
    let mut work = env.store.begin(id).await?;
    let read = work.organizations().find().await?.ok_or(Error::NotFound)?;
    let changed = if suspend {
        read.value.clone().suspend(now)
    } else {
        read.value.clone().resume()
    };
    // It refuses only what is the case already, and then there is nothing left to do.
    let Ok(changed) = changed else {
        work.commit().await?;
        return Ok((read, None));
    };
    let saved = super::save(&mut *work, &operator, &read, changed, now).await?;
    let invalidation = Invalidation::OrganizationChanged(id);
    let epoch = work.revocations().invalidate(invalidation).await?;
    work.commit().await?;
    Ok((saved, Some(epoch)))
}

#[cfg(test)]
mod tests;
