//! Test procedures: the steps of an audit that evidence supports.

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};

use super::{
    evidence::{Evidence, EvidenceRefusal},
    id::{EntityId, EvidenceId, TestProcedureId},
    text::{TestProcedureDescription, TestProcedureTitle},
};

/// What auditors do to test an entity, such as re-performing a reconciliation. It never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestProcedure {
    /// Its id.
    pub id: TestProcedureId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// What is tested.
    pub entity: EntityId,
    /// What it is called.
    pub title: TestProcedureTitle,
    /// What is done, with which sample, and what would count as an exception.
    pub description: TestProcedureDescription,
    /// When it was written down.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: Actor,
}

/// That a file of evidence supports a test procedure. It is never taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Whose it is.
    pub organization: OrganizationId,
    /// The procedure.
    pub procedure: TestProcedureId,
    /// The evidence.
    pub evidence: EvidenceId,
    /// Since when.
    pub attached_at: Timestamp,
    /// By whom.
    pub attached_by: Actor,
}

/// The most files that one test procedure can have.
pub const MAX_ATTACHMENTS: usize = 1_000;

/// The most files that one call attaches.
pub const MAX_ATTACHED_AT_ONCE: usize = 100;

impl TestProcedure {
    /// Attaches evidence to the procedure, which has `present` files already.
    ///
    /// # Errors
    /// When the evidence's content is not there, or the procedure has as many files as are allowed.
    pub fn attach(
        &self,
        evidence: Evidence,
        present: usize,
        by: Actor,
        now: Timestamp,
    ) -> Result<(Evidence, Attachment), AttachError> {
        if present >= MAX_ATTACHMENTS {
            return Err(AttachError::TooMany);
        }
        let attached = evidence.attach(now)?;
        let attachment = Attachment {
            organization: self.organization,
            procedure: self.id,
            evidence: attached.data().id,
            attached_at: now,
            attached_by: by,
        };
        Ok((attached, attachment))
    }
}

/// Evidence cannot be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachError {
    /// The evidence does not let itself.
    #[error(transparent)]
    Evidence(#[from] EvidenceRefusal),
    /// The procedure has enough.
    #[error(
        "the test procedure has 1000 files, the most that are allowed: write down another procedure"
    )]
    TooMany,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{now, procedure, uploaded, uploading};

    #[test]
    fn a_procedure_takes_complete_evidence_until_it_has_1000_files() {
        let procedure = procedure(1);
        let (evidence, attachment) = procedure
            .attach(uploaded(1), 999, Actor::Operator, now())
            .unwrap();
        assert_eq!(evidence.data().state.status().as_str(), "attached");
        assert_eq!(
            (attachment.procedure, attachment.evidence),
            (procedure.id, evidence.data().id)
        );
        let refused = procedure.attach(uploaded(1), 1000, Actor::Operator, now());
        assert_eq!(refused, Err(AttachError::TooMany));
        let refused = procedure.attach(uploading(1), 0, Actor::Operator, now());
        assert!(
            matches!(refused, Err(AttachError::Evidence(_))),
            "{refused:?}"
        );
    }
}
