//! Clearing up after uploads that broke off.

use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{StoreError, Stored};

use crate::{Env, Evidence, EvidenceId, EvidencePlace, EvidenceState};

/// What a sweep found in an organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Uploads that were given up, since they took longer than an upload may.
    pub abandoned: Vec<EvidenceId>,
    /// Files that belong to no complete evidence and to no upload in progress.
    pub orphans: Vec<EvidenceId>,
    /// How many files there are.
    pub files: usize,
}

/// Whether to do it or only to say what would be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Do it.
    Remove,
    /// Change nothing.
    Look,
}

/// Gives up uploads that took too long, and removes files that belong to nothing, in an organization.
/// For whoever runs the service.
///
/// No upload that is still in time is touched: it was recorded before its first byte was stored, so a
/// file without a record, or with one that was given up, is left over for certain. An upload that was
/// given up while it still goes on cannot be completed any more and removes its own file.
///
/// # Errors
/// When storage fails; what was done by then stays done, and a repeat does the rest.
pub async fn sweep(
    env: &Env,
    organization: OrganizationId,
    mode: Mode,
) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let mut work = env.store.begin(organization).await?;
    let overdue = work.evidence().list_overdue(env.clock.now()).await?;
    work.commit().await?;
    for evidence in overdue {
        let id = evidence.value.data().id;
        if mode == Mode::Look || give_up(env, organization, evidence).await? {
            report.abandoned.push(id);
        }
    }
    let files = env.evidence.list(organization).await?;
    report.files = files.len();
    for evidence in files {
        if report.abandoned.contains(&evidence) || is_orphan(env, organization, evidence).await? {
            report.orphans.push(evidence);
            if mode == Mode::Remove {
                let place = EvidencePlace {
                    organization,
                    evidence,
                };
                env.evidence.remove(place).await?;
            }
        }
    }
    Ok(report)
}

/// Whether the upload was given up; not when it has come to its end in the meantime.
async fn give_up(
    env: &Env,
    organization: OrganizationId,
    overdue: Stored<Evidence>,
) -> Result<bool, StoreError> {
    let Ok(abandoned) = overdue.value.abandon() else {
        return Ok(false);
    };
    let mut work = env.store.begin(organization).await?;
    match work.evidence().save(&abandoned, overdue.version).await {
        Ok(_) => work.commit().await.map(|()| true),
        Err(StoreError::Conflict(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn is_orphan(
    env: &Env,
    organization: OrganizationId,
    id: EvidenceId,
) -> Result<bool, StoreError> {
    let mut work = env.store.begin(organization).await?;
    let found = work.evidence().find(id).await?;
    work.commit().await?;
    Ok(found.is_none_or(|found| found.value.data().state == EvidenceState::Abandoned))
}

#[cfg(test)]
mod tests;
