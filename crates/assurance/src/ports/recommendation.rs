//! The recommendations on a tenant's findings.

use aiia_keys_ports::StoreError;
use async_trait::async_trait;

use crate::{FindingId, Recommendation};

/// Stores the recommendations on the findings of one tenant.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait RecommendationRepository: Send {
    /// The recommendations on one finding, oldest first.
    async fn list(&mut self, finding: FindingId) -> Result<Vec<Recommendation>, StoreError>;

    /// Adds a recommendation.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when its id is taken.
    async fn insert(&mut self, recommendation: &Recommendation) -> Result<(), StoreError>;
}
