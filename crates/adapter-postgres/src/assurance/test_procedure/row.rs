//! A test procedure, and what is attached to one, as rows.

use aiia_keys_assurance::{Attachment, EntityId, EvidenceId, TestProcedure, TestProcedureId};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::StoreError;
use diesel::{data_types::PgTimestamp, prelude::*};
use uuid::Uuid;

use crate::{
    assurance::tables::{evidence_attachment, test_procedure},
    convert::{Row, instant},
};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = test_procedure)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct TestProcedureRow {
    org_id: Uuid,
    id: Uuid,
    entity_id: Uuid,
    title: String,
    description: String,
    created_at: PgTimestamp,
    created_by: String,
}

impl TestProcedureRow {
    pub(super) fn of(procedure: &TestProcedure) -> Self {
        Self {
            org_id: *procedure.organization.as_uuid(),
            id: *procedure.id.as_uuid(),
            entity_id: *procedure.entity.as_uuid(),
            title: procedure.title.as_str().to_owned(),
            description: procedure.description.as_str().to_owned(),
            created_at: instant(procedure.created_at),
            created_by: procedure.created_by.to_string(),
        }
    }

    pub(super) fn read(self) -> Result<TestProcedure, StoreError> {
        let row = Row {
            table: "test_procedure",
            id: self.id,
        };
        Ok(TestProcedure {
            id: TestProcedureId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            entity: EntityId::from_uuid(self.entity_id),
            title: row.parse("title", &self.title)?,
            description: row.parse("description", &self.description)?,
            created_at: row.at("created_at", self.created_at)?,
            created_by: row.parse("created_by", &self.created_by)?,
        })
    }
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = evidence_attachment)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct AttachmentRow {
    org_id: Uuid,
    test_procedure_id: Uuid,
    evidence_id: Uuid,
    attached_at: PgTimestamp,
    attached_by: String,
}

impl AttachmentRow {
    pub(super) fn of(attachment: &Attachment) -> Self {
        Self {
            org_id: *attachment.organization.as_uuid(),
            test_procedure_id: *attachment.procedure.as_uuid(),
            evidence_id: *attachment.evidence.as_uuid(),
            attached_at: instant(attachment.attached_at),
            attached_by: attachment.attached_by.to_string(),
        }
    }

    pub(super) fn read(self) -> Result<Attachment, StoreError> {
        let row = Row {
            table: "evidence_attachment",
            id: self.evidence_id,
        };
        Ok(Attachment {
            organization: OrganizationId::from_uuid(self.org_id),
            procedure: TestProcedureId::from_uuid(self.test_procedure_id),
            evidence: EvidenceId::from_uuid(self.evidence_id),
            attached_at: row.at("attached_at", self.attached_at)?,
            attached_by: row.parse("attached_by", &self.attached_by)?,
        })
    }
}
