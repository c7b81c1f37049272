//! Deleting a connector.

use aiia_keys_domain::{ActionName, Caller, Details, Forbidden, Permission};
use aiia_keys_ports::{StoreError, Version};

use super::trail;
use crate::{ConnectorId, Env};

/// The connector to delete.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Which connector.
    pub id: ConnectorId,
    /// Only if the connector is in this version.
    pub expected: Option<Version>,
}

/// Nothing was deleted.
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
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Deletes a connector of the caller's organization with its credentials. A run that goes on changes
/// nothing any more; what earlier runs changed stays.
///
/// # Errors
/// When the caller may not, there is no such connector in their organization, it was changed by
/// someone else, or storage fails.
pub async fn delete(env: &Env, caller: &Caller, command: Command) -> Result<(), Error> {
    const DELETED: ActionName = ActionName::from_static("connector.deleted");
    caller.require(Permission::Sync)?;
    let now = env.clock.now();
    let Command { id, expected } = command;
    let mut work = env.store.begin(caller.organization).await?;
    let read = work.connectors().find_locked(id).await?;
    let read = read.ok_or(Error::NotFound)?;
    if expected.is_some_and(|expected| expected != read.version) {
        return Err(Error::Stale);
    }
    work.connectors().delete(id, read.version, now).await?;
    let details = Details::builder().with("name", read.value.name.as_str());
    let draft = trail::draft(caller, id, DELETED, details, now)?;
    work.trail().append(draft).await?;
    work.commit().await?;
    Ok(())
}
