//! Evidence as a row.

use aiia_keys_assurance::{
    Content, ContentDigest, Evidence, EvidenceData, EvidenceId, EvidenceState, EvidenceStatus,
    FileName,
};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{StoreError, Stored, Version};
use diesel::{data_types::PgTimestamp, prelude::*};
use uuid::Uuid;

use crate::{
    assurance::tables::evidence,
    convert::{Row, instant, number},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = evidence)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct EvidenceRow {
    org_id: Uuid,
    id: Uuid,
    file_name: String,
    media_type: String,
    created_at: PgTimestamp,
    created_by: String,
    status: String,
    upload_until: Option<PgTimestamp>,
    size: Option<i64>,
    digest: Option<Vec<u8>>,
    uploaded_at: Option<PgTimestamp>,
    attached_at: Option<PgTimestamp>,
    version: i64,
}

impl EvidenceRow {
    pub(super) fn read(self) -> Result<Stored<Evidence>, StoreError> {
        let row = Row {
            table: "evidence",
            id: self.id,
        };
        let data = EvidenceData {
            id: EvidenceId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            file_name: row.sound("file_name", FileName::from_stored(&self.file_name))?,
            media_type: row.parse("media_type", &self.media_type)?,
            created_at: row.at("created_at", self.created_at)?,
            created_by: row.parse("created_by", &self.created_by)?,
            state: self.state(row)?,
        };
        Ok(Stored {
            value: Evidence::from_stored(data),
            version: row.version(self.version)?,
        })
    }

    fn state(&self, row: Row<Uuid>) -> Result<EvidenceState, StoreError> {
        let at = |column, at: Option<_>| row.at(column, row.sound(column, at)?);
        Ok(match row.parse("status", &self.status)? {
            EvidenceStatus::Uploading => EvidenceState::Uploading {
                until: at("upload_until", self.upload_until)?,
            },
            EvidenceStatus::Uploaded => EvidenceState::Uploaded {
                content: self.content(row)?,
                at: at("uploaded_at", self.uploaded_at)?,
            },
            EvidenceStatus::Attached => EvidenceState::Attached {
                content: self.content(row)?,
                uploaded_at: at("uploaded_at", self.uploaded_at)?,
                at: at("attached_at", self.attached_at)?,
            },
            EvidenceStatus::Abandoned => EvidenceState::Abandoned,
        })
    }

    fn content(&self, row: Row<Uuid>) -> Result<Content, StoreError> {
        let size = self.size.and_then(|size| size.try_into().ok());
        let digest = row.sound("digest", self.digest.as_deref())?;
        Ok(Content {
            size: row.sound("size", size)?,
            digest: ContentDigest::from_bytes(row.bytes("digest", digest)?),
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = evidence)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewEvidenceRow {
    org_id: Uuid,
    id: Uuid,
    file_name: String,
    media_type: String,
    created_at: PgTimestamp,
    created_by: String,
    #[diesel(embed)]
    change: EvidenceChange,
}

impl NewEvidenceRow {
    pub(super) fn of(evidence: &Evidence) -> Result<Self, StoreError> {
        let data = evidence.data();
        Ok(Self {
            org_id: *data.organization.as_uuid(),
            id: *data.id.as_uuid(),
            file_name: data.file_name.as_str().to_owned(),
            media_type: data.media_type.as_str().to_owned(),
            created_at: instant(data.created_at),
            created_by: data.created_by.to_string(),
            change: EvidenceChange::of(evidence, Version::FIRST)?,
        })
    }
}

/// What a transition may change.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = evidence)]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct EvidenceChange {
    status: &'static str,
    upload_until: Option<PgTimestamp>,
    size: Option<i64>,
    digest: Option<Vec<u8>>,
    uploaded_at: Option<PgTimestamp>,
    attached_at: Option<PgTimestamp>,
    version: i64,
}

impl EvidenceChange {
    pub(super) fn of(evidence: &Evidence, version: Version) -> Result<Self, StoreError> {
        let state = evidence.data().state;
        let (until, uploaded_at, attached_at) = match state {
            EvidenceState::Uploading { until } => (Some(until), None, None),
            EvidenceState::Uploaded { at, .. } => (None, Some(at), None),
            EvidenceState::Attached {
                uploaded_at, at, ..
            } => (None, Some(uploaded_at), Some(at)),
            EvidenceState::Abandoned => (None, None, None),
        };
        let content = evidence.content();
        let size = content.map(|content| i64::try_from(content.size));
        Ok(Self {
            status: state.status().as_str(),
            upload_until: until.map(instant),
            size: size
                .transpose()
                .map_err(|error| StoreError::Corrupt(error.into()))?,
            digest: content.map(|content| content.digest.as_bytes().to_vec()),
            uploaded_at: uploaded_at.map(instant),
            attached_at: attached_at.map(instant),
            version: number(version),
        })
    }
}
