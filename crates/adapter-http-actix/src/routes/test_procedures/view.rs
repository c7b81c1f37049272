//! Test procedures and attachments as the API shows them.

use aiia_keys_assurance::{Attachment, EntityId, EvidenceId, TestProcedure, TestProcedureId};
use aiia_keys_domain::{Actor, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::text::Text;

/// What auditors do to test an entity. It never changes.
#[derive(Serialize, ToSchema)]
#[schema(as = TestProcedure)]
pub(crate) struct TestProcedureView<'a> {
    /// Names the test procedure.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090e")]
    id: Text<TestProcedureId>,
    /// The entity that is tested.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090b")]
    entity: Text<EntityId>,
    /// What it is called.
    #[schema(example = "Re-perform the release of payments")]
    title: &'a str,
    /// What is done, with which sample, and what would count as an exception.
    #[schema(example = "Take 40 payments and look for two signatures.")]
    description: &'a str,
    /// When it was written down.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    created_at: Text<Timestamp>,
    /// By whom: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "key:01890a5d-ac96-774b-bcce-b302099a8057")]
    created_by: Text<&'a Actor>,
}

impl<'a> From<&'a TestProcedure> for TestProcedureView<'a> {
    fn from(procedure: &'a TestProcedure) -> Self {
        Self {
            id: Text(procedure.id),
            entity: Text(procedure.entity),
            title: procedure.title.as_str(),
            description: procedure.description.as_str(),
            created_at: Text(procedure.created_at),
            created_by: Text(&procedure.created_by),
        }
    }
}

/// That evidence supports a test procedure.
#[derive(Serialize, ToSchema)]
#[schema(as = Attachment)]
pub(crate) struct AttachmentView<'a> {
    /// The test procedure.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090e")]
    test_procedure: Text<TestProcedureId>,
    /// The evidence.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090d")]
    evidence: Text<EvidenceId>,
    /// Since when.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:05:00Z")]
    attached_at: Text<Timestamp>,
    /// By whom: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "key:01890a5d-ac96-774b-bcce-b302099a8057")]
    attached_by: Text<&'a Actor>,
}

impl<'a> From<&'a Attachment> for AttachmentView<'a> {
    fn from(attachment: &'a Attachment) -> Self {
        Self {
            test_procedure: Text(attachment.procedure),
            evidence: Text(attachment.evidence),
            attached_at: Text(attachment.attached_at),
            attached_by: Text(&attachment.attached_by),
        }
    }
}
