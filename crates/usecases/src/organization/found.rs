//! Founding an organization.

use aiia_keys_domain::{
    Caller, Organization, OrganizationId, OrganizationName, OrganizationSlug, Policy,
};
use aiia_keys_ports::{EntropyUnavailable, StoreError, Stored, Version, generate_uuid};

use crate::{Env, setup};

/// The organization to found.
#[derive(Clone, Debug)]
pub struct Command {
    /// What members will name when they sign in.
    pub slug: OrganizationSlug,
    /// What people will call it.
    pub name: OrganizationName,
    /// The rules for its keys.
    pub policy: Policy,
}

/// No organization was founded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The slug is taken.
    #[error("the slug {0} is taken: choose another one")]
    SlugTaken(OrganizationSlug),
    /// Storage failed.
    #[error(transparent)]
    Store(StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

/// Founds an organization. Only whoever runs the service can: there is no caller to ask.
///
/// From then on the system counts as set up: a set-up link does not work any more.
///
/// # Errors
/// When the slug is taken, or storage fails.
pub async fn found(env: &Env, command: Command) -> Result<Stored<Organization>, Error> {
    let now = env.clock.now();
    let id = OrganizationId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let slug = command.slug.clone();
    let (organization, event) =
        Organization::found(id, command.slug, command.name, command.policy, now);
    let operator = Caller::operator(id);

    let mut work = env.store.begin(id).await.map_err(Error::Store)?;
    work.organizations()
        .insert(&organization)
        .await
        .map_err(|error| match error {
            StoreError::Conflict(_) => Error::SlugTaken(slug),
            other => Error::Store(other),
        })?;
    super::record(&mut *work, &operator, &event, now)
        .await
        .map_err(Error::Store)?;
    setup::close(&mut *work, now).await.map_err(Error::Store)?;
    work.commit().await.map_err(Error::Store)?;
    Ok(Stored {
        value: organization,
        version: Version::FIRST,
    })
}

#[cfg(test)]
mod tests;
