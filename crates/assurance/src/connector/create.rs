//! Creating a connector.

use aiia_keys_domain::{ActionName, Caller, Details, Forbidden, Permission};
use aiia_keys_ports::{
    EntropyUnavailable, SealingFailed, StoreError, Stored, Version, generate_uuid,
};

use super::trail;
use crate::{
    Connector, ConnectorId, ConnectorName, CredentialPlace, Env, SealedCredentials,
    SourceCredentials, SourceFormat, SourceUrl,
};

/// The connector to create.
#[derive(Debug)]
pub struct Command {
    /// What people call it.
    pub name: ConnectorName,
    /// What is fetched.
    pub url: SourceUrl,
    /// How the source writes the universe.
    pub format: SourceFormat,
    /// What the source is shown.
    pub credentials: SourceCredentials,
}

/// Nothing was created.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// The credentials cannot be sealed.
    #[error(transparent)]
    Sealing(#[from] SealingFailed),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Creates a connector of the caller's organization. Nothing is fetched yet.
///
/// The credentials are sealed for this connector before they are stored, and never shown again.
///
/// # Errors
/// When the caller may not, there is no randomness, or storage fails.
pub async fn create(
    env: &Env,
    caller: &Caller,
    command: Command,
) -> Result<Stored<Connector>, Error> {
    const CREATED: ActionName = ActionName::from_static("connector.created");
    caller.require(Permission::Sync)?;
    let now = env.clock.now();
    let id = ConnectorId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let place = CredentialPlace {
        organization: caller.organization,
        connector: id,
    };
    let connector = Connector {
        id,
        organization: caller.organization,
        name: command.name,
        url: command.url,
        format: command.format,
        credentials: SealedCredentials::seal(&command.credentials, place, &*env.sealer)?,
        created_at: now,
        created_by: caller.actor.clone(),
        updated_at: now,
    };
    let mut work = env.store.begin(caller.organization).await?;
    work.connectors().insert(&connector).await?;
    let details = Details::builder().with("name", connector.name.as_str());
    let draft = trail::draft(caller, id, CREATED, details, now)?;
    work.trail().append(draft).await?;
    work.commit().await?;
    Ok(Stored {
        value: connector,
        version: Version::FIRST,
    })
}

#[cfg(test)]
mod tests;
