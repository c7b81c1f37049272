//! Attaching evidence to a test procedure.

use std::collections::BTreeSet;

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::StoreError;

use crate::{AttachError, Attachment, Env, EvidenceId, MAX_ATTACHED_AT_ONCE, TestProcedureId};

/// What to attach to what.
#[derive(Clone, Debug)]
pub struct Command {
    /// The test procedure.
    pub procedure: TestProcedureId,
    /// The files, at least one.
    pub evidence: Vec<EvidenceId>,
}

/// Nothing was attached.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such test procedure.
    #[error("there is no such test procedure")]
    NotFound,
    /// No file is named, or too many are.
    #[error("evidence names {0} files: name 1 to 100")]
    Count(usize),
    /// The caller's organization has no such evidence, or its upload is not complete.
    #[error("evidence {0} is not there: upload it first, and name the id that the answer had")]
    UnknownEvidence(EvidenceId),
    /// It cannot be attached.
    #[error(transparent)]
    Refused(#[from] AttachError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Attaches files of evidence to a test procedure of the caller's organization: all of them, or none.
///
/// A file that is attached already stays so, which makes it safe to repeat. Gives the attachments in
/// the order in which the files were named, each once.
///
/// # Errors
/// When the caller may not, there is no such procedure or evidence in their organization, there
/// would be too many, or storage fails.
pub async fn attach(
    env: &Env,
    caller: &Caller,
    command: Command,
) -> Result<Vec<Attachment>, Error> {
    caller.require(Permission::WriteEvidence)?;
    let found = command.evidence.len();
    if found == 0 || found > MAX_ATTACHED_AT_ONCE {
        return Err(Error::Count(found));
    }
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let procedure = work
        .test_procedures()
        .find_locked(command.procedure)
        .await?;
    let procedure = procedure.ok_or(Error::NotFound)?;
    let present = work
        .test_procedures()
        .list_attachments(procedure.id)
        .await?;
    let mut evidence = work.evidence().find_locked(&command.evidence).await?;
    let mut named = BTreeSet::new();
    let (mut attachments, mut added) = (Vec::new(), Vec::new());
    for id in command.evidence {
        if !named.insert(id) {
            continue;
        }
        let place = evidence
            .iter()
            .position(|read| read.value.data().id == id && read.value.content().is_some());
        let read = evidence.swap_remove(place.ok_or(Error::UnknownEvidence(id))?);
        if let Some(attached) = present.iter().find(|one| one.evidence == id) {
            attachments.push(attached.clone());
            continue;
        }
        let count = present.len() + added.len();
        let before = read.value.data().state;
        let (attached, attachment) =
            procedure.attach(read.value, count, caller.actor.clone(), now)?;
        if attached.data().state != before {
            work.evidence().save(&attached, read.version).await?;
        }
        added.push(attachment.clone());
        attachments.push(attachment);
    }
    if !added.is_empty() {
        work.test_procedures().insert_attachments(&added).await?;
    }
    work.commit().await?;
    Ok(attachments)
}

#[cfg(test)]
mod tests;
