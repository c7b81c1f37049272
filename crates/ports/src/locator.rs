//! The one read across tenants: from a presented key's digest to its grant.

use aiia_keys_domain::{Epoch, Grant};
use async_trait::async_trait;

use crate::{KeyCredential, StoreError};

/// Finds keys before their tenant is known.
///
/// This is the only read across tenants in the system. It is narrow on purpose: who has not the
/// key (or the pepper) cannot compute a digest to ask with, and what comes back is what
/// verification needs and nothing else.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait KeyLocator: Send + Sync {
    /// The key that is stored under one of these credentials.
    async fn locate(&self, candidates: &[KeyCredential]) -> Result<Option<LocatedKey>, StoreError>;
}

/// A key that was found by its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatedKey {
    /// What the key lets its bearer do.
    pub grant: Grant,
    /// The credential it was found under; one of a retired pepper is to be replaced.
    pub found: KeyCredential,
    /// The epoch of the snapshot that it was read in.
    pub read_at: Epoch,
}
