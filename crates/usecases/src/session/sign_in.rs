//! Signing in.

use aiia_keys_domain::{
    EmailAddress, Member, OrganizationId, OrganizationSlug, Password, SessionToken,
};
use aiia_keys_ports::{EntropyUnavailable, HashingFailed, PasswordHash, StoreError};

use super::Current;
use crate::{Env, organization};

/// Who wants to sign in.
#[derive(Debug)]
pub struct Command {
    /// The organization.
    pub organization: OrganizationSlug,
    /// The member.
    pub email: EmailAddress,
    /// Their password.
    pub password: Password,
}

/// A session that just began.
#[derive(Debug)]
pub struct SignedIn {
    /// The session, and whose it is.
    pub current: Current,
    /// Its token: for the one cookie that carries it. It is kept nowhere.
    pub token: SessionToken,
}

/// Nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Organization, address and password do not belong together; which of them is wrong is not told.
    #[error("organization, email and password do not belong together")]
    Wrong,
    /// The password could not be compared.
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

/// Signs a member in.
///
/// An unknown organization or address takes as long as a wrong password, so that nobody learns
/// who has an account.
///
/// # Errors
/// When they do not belong together, or storage fails.
pub async fn sign_in(env: &Env, command: Command) -> Result<SignedIn, Error> {
    let organization = env.directory.find(&command.organization).await?;
    let known = match organization {
        Some(organization) => look_up(env, organization, &command.email).await?,
        None => None,
    };
    let (member, hash) = known.unzip();
    let hash = hash.flatten();
    let compared = hash.as_ref().map(|hash| PasswordHash::new(hash.expose()));
    let matches = env.passwords.verify(command.password, compared).await?;
    match (member, hash) {
        (Some(member), Some(hash)) if matches => begin(env, member, &hash).await,
        _ => Err(Error::Wrong),
    }
}

/// The member with this address, and the hash of their password if they have set one.
async fn look_up(
    env: &Env,
    organization: OrganizationId,
    email: &EmailAddress,
) -> Result<Option<(Member, Option<PasswordHash>)>, Error> {
    let mut work = env.store.begin(organization).await?;
    let known = match work.members().find_by_email(email).await? {
        Some(stored) => {
            let hash = work.members().find_password(stored.value.id()).await?;
            Some((stored.value, hash))
        }
        None => None,
    };
    work.commit().await?;
    Ok(known)
}

/// Begins the session, if the password is still the one that was compared: comparing takes long, and
/// who sets another one meanwhile ends all sessions that there are by then.
async fn begin(env: &Env, member: Member, hash: &PasswordHash) -> Result<SignedIn, Error> {
    let now = env.clock.now();
    let (session, token) = super::begin(env, &member, now)?;
    let mut work = env.store.begin(member.organization()).await?;
    if !work.members().confirm_password(member.id(), hash).await? {
        return Err(Error::Wrong);
    }
    let organization = organization::current(&mut *work).await?.value;
    work.sessions().insert(&session, &token.digest()).await?;
    work.commit().await?;
    let current = Current {
        organization,
        member,
        session,
    };
    Ok(SignedIn { current, token })
}

#[cfg(test)]
mod tests;
