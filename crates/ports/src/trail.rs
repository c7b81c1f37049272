//! A tenant's audit trail.

use aiia_keys_domain::{ActionName, Actor, Subject, Timestamp, TrailDraft, TrailEntry, TrailHead};
use async_trait::async_trait;

use crate::{Page, PageLimit, StoreError};

/// Stores the audit trail of one tenant. Entries are only ever added.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TrailRepository: Send {
    /// Appends an entry in this unit of work: when it cannot be written, neither can the change that it tells of.
    ///
    /// Holds off others who append to the same trail until this unit of work ends.
    async fn append(&mut self, draft: TrailDraft) -> Result<TrailEntry, StoreError>;

    /// The head of the trail: genesis when nothing was appended.
    async fn head(&mut self) -> Result<TrailHead, StoreError>;

    /// Entries that pass the filter, newest first; `before` is the sequence number to continue below.
    async fn list(
        &mut self,
        filter: &TrailFilter,
        before: Option<u64>,
        limit: PageLimit,
    ) -> Result<Page<TrailEntry, u64>, StoreError>;

    /// At most `limit` entries after a sequence number that pass the filter, oldest first: for verifying and exporting.
    async fn list_after(
        &mut self,
        filter: &TrailFilter,
        sequence: u64,
        limit: u32,
    ) -> Result<Vec<TrailEntry>, StoreError>;
}

/// Which entries to list. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailFilter {
    /// Entries about this.
    pub subject: Option<Subject>,
    /// Entries of what this one did.
    pub actor: Option<Actor>,
    /// Entries of this action.
    pub action: Option<ActionName>,
    /// Entries from this instant on.
    pub from: Option<Timestamp>,
    /// Entries before this instant.
    pub until: Option<Timestamp>,
}

impl TrailFilter {
    /// Whether it leaves nothing out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
