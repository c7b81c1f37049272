//! The tenant itself.

use aiia_keys_domain::{Organization, OrganizationId, OrganizationSlug};
use async_trait::async_trait;

use crate::{StoreError, Stored, Version};

/// Stores the organization that a unit of work is in.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OrganizationRepository: Send {
    /// The organization, if it was founded.
    async fn find(&mut self) -> Result<Option<Stored<Organization>>, StoreError>;

    /// Adds the organization that was just founded; its id must be the tenant's.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when its id or slug is taken.
    async fn insert(&mut self, organization: &Organization) -> Result<(), StoreError>;

    /// Stores the organization as a transition left it, if it is still in the version it was `read` with; gives the new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when it is not.
    async fn save(
        &mut self,
        organization: &Organization,
        read: Version,
    ) -> Result<Version, StoreError>;
}

/// Tells which organization goes by a name, before anybody has signed in.
///
/// It answers for a slug that the caller names and cannot be made to list any.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OrganizationDirectory: Send + Sync {
    /// The organization with this slug.
    async fn find(&self, slug: &OrganizationSlug) -> Result<Option<OrganizationId>, StoreError>;
}
