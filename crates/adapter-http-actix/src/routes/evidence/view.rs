//! Evidence as the API shows it.

use aiia_keys_assurance::{
    ContentDigest, Evidence, EvidenceId, EvidenceState, EvidenceStatus as Status,
};
use aiia_keys_domain::{Actor, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::text::Text;

/// A file of evidence that is there whole. What it says about its content never changes.
#[derive(Serialize, ToSchema)]
#[schema(as = Evidence)]
pub(crate) struct EvidenceView<'a> {
    /// Names the evidence.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090d")]
    id: Text<EvidenceId>,
    /// What the file is called, cleaned of folders and of what has a meaning to a file system.
    #[schema(example = "payment-sample.csv")]
    file_name: &'a str,
    /// What kind of file it is.
    #[schema(example = "text/csv")]
    media_type: &'a str,
    /// Bytes.
    #[schema(example = 18342)]
    size: u64,
    /// The BLAKE3 digest of the content, as 64 hexadecimal digits.
    #[schema(value_type = String, example = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262")]
    digest: Text<ContentDigest>,
    /// How far it has come.
    #[schema(value_type = EvidenceStatus)]
    status: &'static str,
    /// When its upload began.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    created_at: Text<Timestamp>,
    /// Who uploaded it: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "key:01890a5d-ac96-774b-bcce-b302099a8057")]
    created_by: Text<&'a Actor>,
    /// When all of it was there.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:02Z")]
    uploaded_at: Text<Timestamp>,
    /// Since when it supports a test procedure; `null` when it supports none.
    #[schema(value_type = Option<String>, format = DateTime, example = "2026-01-31T12:05:00Z")]
    attached_at: Option<Text<Timestamp>>,
}

/// How far evidence has come.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(crate) enum EvidenceStatus {
    /// It is there, and supports nothing yet.
    Uploaded,
    /// It supports at least one test procedure.
    Attached,
}

impl<'a> EvidenceView<'a> {
    /// Evidence that is there; none while it is on its way.
    pub(crate) fn of(evidence: &'a Evidence) -> Option<Self> {
        let data = evidence.data();
        let content = evidence.content()?;
        let (status, uploaded_at, attached_at) = match data.state {
            EvidenceState::Uploaded { at, .. } => (Status::Uploaded, at, None),
            EvidenceState::Attached {
                uploaded_at, at, ..
            } => (Status::Attached, uploaded_at, Some(at)),
            EvidenceState::Uploading { .. } | EvidenceState::Abandoned => return None,
        };
        Some(Self {
            id: Text(data.id),
            file_name: data.file_name.as_str(),
            media_type: data.media_type.as_str(),
            size: content.size,
            digest: Text(content.digest),
            status: status.as_str(),
            created_at: Text(data.created_at),
            created_by: Text(&data.created_by),
            uploaded_at: Text(uploaded_at),
            attached_at: attached_at.map(Text),
        })
    }
}
