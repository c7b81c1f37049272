//! A tenant's findings.

use aiia_keys_domain::Timestamp;
use aiia_keys_ports::{Page, PageRequest, StoreError, Stored, Version};
use async_trait::async_trait;

use crate::{EntityId, Finding, FindingId, FindingStatus, Severity};

/// Stores the findings of one tenant.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait FindingRepository: Send {
    /// One finding.
    async fn find(&mut self, id: FindingId) -> Result<Option<Stored<Finding>>, StoreError>;

    /// One finding, and holds off others who ask for it in this way until the unit of work ends.
    ///
    /// Whoever changes a finding or what belongs to it begins here: so no plan is added to a finding
    /// that is being closed.
    async fn find_locked(&mut self, id: FindingId) -> Result<Option<Stored<Finding>>, StoreError>;

    /// Findings that pass the filter, newest first.
    async fn list(
        &mut self,
        filter: &FindingFilter,
        page: PageRequest,
    ) -> Result<Page<Stored<Finding>>, StoreError>;

    /// Adds a finding that was just written down.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when its id is taken.
    async fn insert(&mut self, finding: &Finding) -> Result<(), StoreError>;

    /// Stores a finding as a transition left it, if it is still in the version it was `read` with; gives the new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when it is not.
    async fn save(&mut self, finding: &Finding, read: Version) -> Result<Version, StoreError>;
}

/// Which findings to list. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingFilter {
    /// Findings in this status.
    pub status: Option<FindingStatus>,
    /// Findings of this severity.
    pub severity: Option<Severity>,
    /// Findings about this entity, not about what lies below it.
    pub entity: Option<EntityId>,
    /// Findings that were changed at or after this instant.
    pub updated_since: Option<Timestamp>,
}
