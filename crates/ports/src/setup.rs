//! How far the system is set up.

use aiia_keys_domain::Setup;
use async_trait::async_trait;

use crate::StoreError;

/// Stores how far the system is set up: the one thing that belongs to no tenant, and so is reached
/// from a unit of work in any.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SetupRepository: Send {
    /// How far the system is set up; `None` once that is completed, for ever.
    ///
    /// Holds off others who ask until this unit of work ends, so that one of them completes it.
    async fn find(&mut self) -> Result<Option<Setup>, StoreError>;

    /// Stores how far the system is set up now.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when it was completed before.
    async fn save(&mut self, setup: &Setup) -> Result<(), StoreError>;
}
