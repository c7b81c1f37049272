//! Changing a finding: what it says, and where it stands.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{StoreError, Stored, Version};

use crate::{Env, Finding, FindingId, FindingRefusal, FindingRevision, FindingStatus};

/// What to change about which finding. What is not set stays as it is.
#[derive(Clone, Debug)]
pub struct Command {
    /// Which finding.
    pub id: FindingId,
    /// Only if the finding is in this version.
    pub expected: Option<Version>,
    /// What it shall say.
    pub revision: FindingRevision,
    /// What it shall become.
    pub status: Option<FindingStatus>,
}

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such finding.
    #[error("there is no such finding")]
    NotFound,
    /// The finding is not in the version that the caller expects.
    #[error("the finding was changed in the meantime: read it again")]
    Stale,
    /// The caller's organization has no such entity.
    #[error("entity is not there: name one of the organization's entities")]
    UnknownEntity,
    /// The entity left the universe.
    #[error("entity is retired: name one that is in the universe")]
    RetiredEntity,
    /// The finding cannot change like that.
    #[error(transparent)]
    Refused(#[from] FindingRefusal),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes a finding of the caller's organization: all of what is asked for, or nothing.
///
/// What is as asked for already is no change. A closed finding that is reopened can be revised by
/// the same command; otherwise it is revised first, as the finding that it still is.
///
/// # Errors
/// When the caller may not, there is no such finding or entity in their organization, the finding
/// was changed by someone else, the rules refuse, or storage fails.
pub async fn update(
    env: &Env,
    caller: &Caller,
    command: Command,
) -> Result<Stored<Finding>, Error> {
    caller.require(Permission::WriteFindings)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let read = work.findings().find_locked(command.id).await?;
    let read = read.ok_or(Error::NotFound)?;
    if command
        .expected
        .is_some_and(|expected| expected != read.version)
    {
        return Err(Error::Stale);
    }
    let revision = command.revision.against(&read.value);
    let status = command
        .status
        .filter(|status| *status != read.value.status());
    if let Some(entity) = revision.entity {
        let entity = work.entities().find(entity).await?;
        let entity = entity.ok_or(Error::UnknownEntity)?.value;
        if entity.retired_at().is_some() {
            return Err(Error::RetiredEntity);
        }
    }
    if revision.is_empty() && status.is_none() {
        work.commit().await?;
        return Ok(read);
    }

    let mut finding = read.value;
    let reopens = finding.status() == FindingStatus::Closed && status.is_some();
    if !reopens && !revision.is_empty() {
        finding = finding.revise(revision.clone(), now)?;
    }
    if let Some(status) = status {
        let plans = work.action_plans().tally(command.id).await?;
        finding = finding.become_status(status, plans, now)?;
    }
    if reopens && !revision.is_empty() {
        finding = finding.revise(revision, now)?;
    }
    let version = work.findings().save(&finding, read.version).await?;
    work.commit().await?;
    Ok(Stored {
        value: finding,
        version,
    })
}

#[cfg(test)]
mod tests;
