//! Evidence: files that show what a test found.

use std::{fmt, str::FromStr, time::Duration};

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};

use super::{
    digest::ContentDigest,
    file_name::FileName,
    id::EvidenceId,
    media_type::{MediaType, MediaTypes},
};

/// A file of evidence: `uploading → uploaded → attached`, or `uploading → abandoned`.
///
/// Nobody sees it before its content is complete, and what it says about its content never changes
/// after that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    data: EvidenceData,
}

/// What is known about a file of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceData {
    /// Its id.
    pub id: EvidenceId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// What the file is called.
    pub file_name: FileName,
    /// What kind of file it is.
    pub media_type: MediaType,
    /// When its upload began.
    pub created_at: Timestamp,
    /// Who uploads it.
    pub created_by: Actor,
    /// How far it has come.
    pub state: EvidenceState,
}

/// How far a file of evidence has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceState {
    /// Its content is on the way.
    Uploading {
        /// It must be there by then.
        until: Timestamp,
    },
    /// It is there whole.
    Uploaded {
        /// What is there.
        content: Content,
        /// Since when.
        at: Timestamp,
    },
    /// It supports a test procedure, or several.
    Attached {
        /// What is there.
        content: Content,
        /// Since when it is there.
        uploaded_at: Timestamp,
        /// Since when it supports one.
        at: Timestamp,
    },
    /// Its upload broke off; nothing of it is kept.
    Abandoned,
}

/// What is known about content that is there whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// Bytes.
    pub size: u64,
    /// Its digest, computed while it arrived.
    pub digest: ContentDigest,
}

/// The name of an [`EvidenceState`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceStatus {
    /// See [`EvidenceState::Uploading`].
    Uploading,
    /// See [`EvidenceState::Uploaded`].
    Uploaded,
    /// See [`EvidenceState::Attached`].
    Attached,
    /// See [`EvidenceState::Abandoned`].
    Abandoned,
}

/// A file whose upload begins.
#[derive(Clone, Debug)]
pub struct NewEvidence {
    /// Its id.
    pub id: EvidenceId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// What the file is called.
    pub file_name: FileName,
    /// What kind of file it is.
    pub media_type: MediaType,
}

/// What is taken as evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRules {
    /// The most bytes that a file may have.
    pub maximum_size: u64,
    /// The kinds of files that are taken.
    pub media_types: MediaTypes,
    /// How long an upload may take.
    pub upload_time: Duration,
}

/// 512 MiB, the usual types, and one hour.
impl Default for EvidenceRules {
    fn default() -> Self {
        Self {
            maximum_size: 512 * 1024 * 1024,
            media_types: MediaTypes::default(),
            upload_time: Duration::from_hours(1),
        }
    }
}

impl Evidence {
    /// An upload begins.
    ///
    /// # Errors
    /// When files of this type are not taken.
    pub fn begin(
        new: NewEvidence,
        rules: &EvidenceRules,
        by: Actor,
        now: Timestamp,
    ) -> Result<Self, TypeNotTaken> {
        if !rules.media_types.allow(&new.media_type) {
            let taken = rules.media_types.to_string();
            return Err(TypeNotTaken { taken });
        }
        let until = now.saturating_add(rules.upload_time);
        Ok(Self {
            data: EvidenceData {
                id: new.id,
                organization: new.organization,
                file_name: new.file_name,
                media_type: new.media_type,
                created_at: now,
                created_by: by,
                state: EvidenceState::Uploading { until },
            },
        })
    }

    /// Its content is there whole.
    ///
    /// # Errors
    /// When it was abandoned in the meantime, or is there already.
    pub fn complete(self, content: Content, now: Timestamp) -> Result<Self, EvidenceRefusal> {
        match self.data.state {
            EvidenceState::Uploading { .. } => {
                Ok(self.with(EvidenceState::Uploaded { content, at: now }))
            }
            _ => Err(self.refuse("completed")),
        }
    }

    /// It supports a test procedure from now on; once is enough for several.
    ///
    /// # Errors
    /// When its content is not there.
    pub fn attach(self, now: Timestamp) -> Result<Self, EvidenceRefusal> {
        match self.data.state {
            EvidenceState::Uploaded { content, at } => Ok(self.with(EvidenceState::Attached {
                content,
                uploaded_at: at,
                at: now,
            })),
            EvidenceState::Attached { .. } => Ok(self),
            EvidenceState::Uploading { .. } | EvidenceState::Abandoned => {
                Err(self.refuse("attached"))
            }
        }
    }

    /// Its upload broke off.
    ///
    /// # Errors
    /// When its content is there: evidence does not go away.
    pub fn abandon(self) -> Result<Self, EvidenceRefusal> {
        match self.data.state {
            EvidenceState::Uploading { .. } | EvidenceState::Abandoned => {
                Ok(self.with(EvidenceState::Abandoned))
            }
            EvidenceState::Uploaded { .. } | EvidenceState::Attached { .. } => {
                Err(self.refuse("abandoned"))
            }
        }
    }

    /// Evidence as it was stored.
    pub const fn from_stored(data: EvidenceData) -> Self {
        Self { data }
    }

    /// What is known about it.
    pub const fn data(&self) -> &EvidenceData {
        &self.data
    }

    /// Its content, which only evidence has that can be seen.
    pub const fn content(&self) -> Option<Content> {
        match self.data.state {
            EvidenceState::Uploaded { content, .. } | EvidenceState::Attached { content, .. } => {
                Some(content)
            }
            EvidenceState::Uploading { .. } | EvidenceState::Abandoned => None,
        }
    }

    fn with(self, state: EvidenceState) -> Self {
        Self {
            data: EvidenceData { state, ..self.data },
        }
    }

    fn refuse(&self, attempt: &'static str) -> EvidenceRefusal {
        let status = self.data.state.status();
        EvidenceRefusal { status, attempt }
    }
}

impl EvidenceState {
    /// Its name.
    pub const fn status(self) -> EvidenceStatus {
        match self {
            Self::Uploading { .. } => EvidenceStatus::Uploading,
            Self::Uploaded { .. } => EvidenceStatus::Uploaded,
            Self::Attached { .. } => EvidenceStatus::Attached,
            Self::Abandoned => EvidenceStatus::Abandoned,
        }
    }
}

impl EvidenceStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Uploading,
        Self::Uploaded,
        Self::Attached,
        Self::Abandoned,
    ];

    /// `uploading`, `uploaded`, `attached` or `abandoned`, for storage and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Uploaded => "uploaded",
            Self::Attached => "attached",
            Self::Abandoned => "abandoned",
        }
    }
}

impl FromStr for EvidenceStatus {
    type Err = UnknownEvidenceStatus;

    fn from_str(text: &str) -> Result<Self, UnknownEvidenceStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(UnknownEvidenceStatus)
    }
}

impl fmt::Display for EvidenceStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text names no status of evidence that can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such status: `uploaded` or `attached` is expected")]
pub struct UnknownEvidenceStatus;

/// Files of this type are not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("files of this media type are not taken: send one of {taken}")]
pub struct TypeNotTaken {
    taken: String,
}

/// Evidence does not change like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the evidence is {status} and cannot be {attempt}")]
pub struct EvidenceRefusal {
    status: EvidenceStatus,
    attempt: &'static str,
}

#[cfg(test)]
mod tests;
