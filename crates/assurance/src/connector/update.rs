//! Changing a connector.

use aiia_keys_domain::{ActionName, Caller, Details, Forbidden, Permission};
use aiia_keys_ports::{SealingFailed, StoreError, Stored, Version};

use super::trail;
use crate::{
    Connector, ConnectorId, ConnectorName, ConnectorRevision, CredentialPlace, Env, OtherOrigin,
    SealedCredentials, SourceCredentials, SourceFormat, SourceUrl,
};

/// What to change about which connector. What is not set stays as it is.
#[derive(Debug)]
pub struct Command {
    /// Which connector.
    pub id: ConnectorId,
    /// Only if the connector is in this version.
    pub expected: Option<Version>,
    /// What it shall be called.
    pub name: Option<ConnectorName>,
    /// What shall be fetched.
    pub url: Option<SourceUrl>,
    /// How the source writes the universe.
    pub format: Option<SourceFormat>,
    /// What the source shall be shown.
    pub credentials: Option<SourceCredentials>,
}

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such connector.
    #[error("there is no such connector")]
    NotFound,
    /// The connector is not in the version that the caller expects.
    #[error("the connector was changed in the meantime: read it again")]
    Stale,
    /// The credentials would go to another source than they were given for.
    #[error(transparent)]
    Origin(#[from] OtherOrigin),
    /// The credentials cannot be sealed.
    #[error(transparent)]
    Sealing(#[from] SealingFailed),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes a connector of the caller's organization. A run that goes on is not affected.
///
/// # Errors
/// When the caller may not, there is no such connector in their organization, it was changed by
/// someone else, the rules refuse, or storage fails.
pub async fn update(
    env: &Env,
    caller: &Caller,
    command: Command,
) -> Result<Stored<Connector>, Error> {
    const UPDATED: ActionName = ActionName::from_static("connector.updated");
    caller.require(Permission::Sync)?;
    let now = env.clock.now();
    let fields = [
        ("name", command.name.is_some()),
        ("url", command.url.is_some()),
        ("format", command.format.is_some()),
        ("credentials", command.credentials.is_some()),
    ];
    let fields: Vec<_> = (fields.iter().filter(|(_, set)| *set))
        .map(|(field, _)| *field)
        .collect();
    let mut work = env.store.begin(caller.organization).await?;
    let read = work.connectors().find_locked(command.id).await?;
    let read = read.ok_or(Error::NotFound)?;
    if command
        .expected
        .is_some_and(|expected| expected != read.version)
    {
        return Err(Error::Stale);
    }
    if fields.is_empty() {
        work.commit().await?;
        return Ok(read);
    }
    let place = CredentialPlace {
        organization: caller.organization,
        connector: command.id,
    };
    let credentials = command.credentials.as_ref();
    let credentials = credentials.map(|new| SealedCredentials::seal(new, place, &*env.sealer));
    let revision = ConnectorRevision {
        name: command.name,
        url: command.url,
        format: command.format,
        credentials: credentials.transpose()?,
    };
    let revised = read.value.revise(revision, now)?;
    let version = work.connectors().save(&revised, read.version).await?;
    let details = Details::builder().with("fields", fields.join(", "));
    let draft = trail::draft(caller, command.id, UPDATED, details, now)?;
    work.trail().append(draft).await?;
    work.commit().await?;
    Ok(Stored {
        value: revised,
        version,
    })
}

#[cfg(test)]
mod tests;
