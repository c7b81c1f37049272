//! Setting the system up by its link.

use aiia_keys_domain::{
    Actor, MemberEvent, OrganizationSlug, Password, RequestId, SetupRefused, SetupToken,
};
use aiia_keys_ports::{EntropyUnavailable, HashingFailed, StoreError};

use super::{FirstOrganization, FirstOwner, Founding};
use crate::{
    Env, member,
    session::{self, Current, sign_in::SignedIn},
};

/// The first organization and its owner.
#[derive(Debug)]
pub struct Command {
    /// The link's token.
    pub token: SetupToken,
    /// The organization.
    pub organization: FirstOrganization,
    /// Its owner.
    pub owner: FirstOwner,
    /// The owner's password.
    pub password: Password,
    /// The request that it came with, for the audit trail.
    pub request: Option<RequestId>,
}

/// The system is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The link cannot be used.
    #[error(transparent)]
    Refused(#[from] SetupRefused),
    /// The short name is taken.
    #[error("the slug {0} is taken: choose another one")]
    SlugTaken(OrganizationSlug),
    /// The password could not be hashed.
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

/// Founds the first organization with its owner, who is signed in, and uses the link up: all of it
/// or nothing. Of two who do it at once, one does.
///
/// # Errors
/// When the link is not the latest one or too old, the system is set up, or storage fails.
pub async fn complete(env: &Env, command: Command) -> Result<SignedIn, Error> {
    let Command {
        token,
        organization,
        owner,
        password,
        request,
    } = command;
    let slug = organization.slug.clone();
    let founding = Founding::begin(env, organization, owner, request)?;
    let now = founding.now;
    let mut work = env.store.begin(founding.organization.id()).await?;
    // Holds off others from here on. Without the right link nothing is hashed.
    let setup = work.setup().find().await?.ok_or(SetupRefused::Completed)?;
    let completed = setup.complete(&token.digest(), now)?;
    let hash = env.passwords.hash(password).await?;
    founding
        .store(&mut *work)
        .await
        .map_err(|error| match error {
            StoreError::Conflict(_) => Error::SlugTaken(slug),
            other => Error::Store(other),
        })?;
    let id = founding.owner.id();
    work.members().save_password(id, &hash).await?;
    let by = (Actor::Member(id), founding.request.clone());
    member::record(&mut *work, by, id, &MemberEvent::PasswordSet, now).await?;
    let (session, token) = session::begin(env, &founding.owner, now)?;
    work.sessions().insert(&session, &token.digest()).await?;
    work.setup().save(&completed).await?;
    work.commit().await?;
    let current = Current {
        organization: founding.organization,
        member: founding.owner,
        session,
    };
    Ok(SignedIn { current, token })
}

#[cfg(test)]
mod tests;
