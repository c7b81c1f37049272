//! A tenant's evidence: what is known about it, and what it holds.

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};
use aiia_keys_ports::{Page, PageRequest, StoreError, Stored, Version};
use async_trait::async_trait;
use bytes::Bytes;

use crate::{ContentDigest, Evidence, EvidenceId, TestProcedureId};

/// Stores what is known about the evidence of one tenant.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait EvidenceRepository: Send {
    /// One file of evidence, whatever its state.
    async fn find(&mut self, id: EvidenceId) -> Result<Option<Stored<Evidence>>, StoreError>;

    /// Those of these files that are there, and holds off others who ask for them in this way until
    /// the unit of work ends.
    async fn find_locked(
        &mut self,
        ids: &[EvidenceId],
    ) -> Result<Vec<Stored<Evidence>>, StoreError>;

    /// The newest complete file with this content that somebody uploaded.
    async fn find_same(
        &mut self,
        digest: ContentDigest,
        by: &Actor,
    ) -> Result<Option<Stored<Evidence>>, StoreError>;

    /// Complete evidence that passes the filter, newest first.
    async fn list(
        &mut self,
        filter: &EvidenceFilter,
        page: PageRequest,
    ) -> Result<Page<Stored<Evidence>>, StoreError>;

    /// Uploads that should have been complete before this instant and are not.
    async fn list_overdue(&mut self, now: Timestamp) -> Result<Vec<Stored<Evidence>>, StoreError>;

    /// Adds a file whose upload begins.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when its id is taken.
    async fn insert(&mut self, evidence: &Evidence) -> Result<(), StoreError>;

    /// Stores evidence as a transition left it, if it is still in the version it was `read` with; gives the new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when it is not.
    async fn save(&mut self, evidence: &Evidence, read: Version) -> Result<Version, StoreError>;
}

/// Which evidence to list. Everything that is set must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvidenceFilter {
    /// Evidence that supports this test procedure.
    pub procedure: Option<TestProcedureId>,
    /// Evidence that supports a procedure, or none.
    pub attached: Option<bool>,
    /// Evidence with this content.
    pub digest: Option<ContentDigest>,
}

/// Where the content of a file is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EvidencePlace {
    /// Whose it is: no two tenants' files share a folder.
    pub organization: OrganizationId,
    /// Which file.
    pub evidence: EvidenceId,
}

/// Keeps what files of evidence hold. Shared by all of the service.
///
/// Every failure is [`Unavailable`](StoreError::Unavailable): full, away, or not allowed, which the
/// log says.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait EvidenceStore: Send + Sync {
    /// Begins to write a file that is not there yet.
    ///
    /// # Errors
    /// When storage is unavailable.
    async fn write(&self, place: EvidencePlace) -> Result<Box<dyn EvidenceWriter>, StoreError>;

    /// Begins to read a file; none when it is not there whole.
    ///
    /// # Errors
    /// When storage is unavailable.
    async fn read(
        &self,
        place: EvidencePlace,
    ) -> Result<Option<Box<dyn EvidenceReader>>, StoreError>;

    /// All files of a tenant, also such as were never finished.
    ///
    /// # Errors
    /// When storage is unavailable.
    async fn list(&self, organization: OrganizationId) -> Result<Vec<EvidenceId>, StoreError>;

    /// Removes a file, also one that was never finished; there is no harm in one that is not there.
    ///
    /// # Errors
    /// When storage is unavailable.
    async fn remove(&self, place: EvidencePlace) -> Result<(), StoreError>;
}

/// A file that is being written. Nobody can read it before it is finished.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait EvidenceWriter: Send {
    /// Adds a piece. Waits while too much of the file is still on its way.
    ///
    /// # Errors
    /// When storage is unavailable.
    async fn write(&mut self, piece: Bytes) -> Result<(), StoreError>;

    /// Makes the file readable, whole and durably.
    ///
    /// # Errors
    /// When storage is unavailable; the file may be there then or not.
    async fn finish(self: Box<Self>) -> Result<(), StoreError>;

    /// Gives up, and removes what was written.
    ///
    /// # Errors
    /// When storage is unavailable; what was written may be left then.
    async fn abandon(self: Box<Self>) -> Result<(), StoreError>;
}

/// A file that is being read.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait EvidenceReader: Send {
    /// The next piece; none at the end.
    ///
    /// # Errors
    /// When storage is unavailable.
    async fn next(&mut self) -> Result<Option<Bytes>, StoreError>;
}

/// A content that arrives from a caller.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait(?Send)]
pub trait IncomingContent {
    /// The next piece; none at the end.
    ///
    /// # Errors
    /// When no more will come: the caller is gone, or sends what it should not.
    async fn next(&mut self) -> Result<Option<Bytes>, ContentBroken>;
}

/// A content ended before its end. Why, whoever passes it on knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file did not arrive whole")]
pub struct ContentBroken;
