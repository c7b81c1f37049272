//! Requests of a tenant's callers that were done under a name.

use aiia_keys_domain::{Actor, DoneRequest, IdempotencyKey};
use async_trait::async_trait;

use crate::StoreError;

/// Stores which named requests were done, so that a repeat does nothing twice.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait IdempotencyRepository: Send {
    /// The request that a caller named like this, however long ago.
    ///
    /// Holds off others of the tenant who ask until this unit of work ends, so that of two at the
    /// same moment one is done and the other is a repeat.
    async fn find(
        &mut self,
        actor: &Actor,
        key: &IdempotencyKey,
    ) -> Result<Option<DoneRequest>, StoreError>;

    /// Stores that a request was done, in place of an earlier one of the same caller and name.
    async fn save(&mut self, done: &DoneRequest) -> Result<(), StoreError>;
}
