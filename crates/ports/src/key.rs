//! A tenant's keys.

mod order;

pub use order::{KeyOrder, KeyOrderBy, KeyOrderValue, KeyPosition, UnknownKeyOrder};

use aiia_keys_domain::{Key, KeyDigest, KeyId, PepperId, Scope, Status, Timestamp};
use async_trait::async_trait;

use crate::{Page, PageRequest, StoreError, Stored, Version};

/// Stores the keys of one tenant.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait KeyRepository: Send {
    /// One key.
    async fn find(&mut self, id: KeyId) -> Result<Option<Stored<Key>>, StoreError>;

    /// Keys that pass the filter, in this order.
    ///
    /// A page begins after a position of the same order.
    async fn list(
        &mut self,
        filter: &KeyFilter,
        order: KeyOrder,
        page: PageRequest<KeyPosition>,
    ) -> Result<Page<Stored<Key>, KeyPosition>, StoreError>;

    /// How many keys are neither revoked nor expired at `now`.
    ///
    /// Holds off others who count for the same purpose until this unit of work ends, so that two
    /// of them cannot both take the last place that a policy leaves.
    async fn count_active(&mut self, now: Timestamp) -> Result<u32, StoreError>;

    /// Adds a key that was just made, with what it is recognised by.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when its id or digest is taken.
    async fn insert(&mut self, key: &Key, credential: &KeyCredential) -> Result<(), StoreError>;

    /// Stores a key as a transition left it, if it is still in the version it was `read` with; gives the new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when it is not.
    async fn save(&mut self, key: &Key, read: Version) -> Result<Version, StoreError>;

    /// Replaces what a key is recognised by, after it was found under a retired pepper.
    ///
    /// Whether it was replaced: not when another node did so first, or the key is not there.
    async fn save_credential(
        &mut self,
        id: KeyId,
        found: &KeyCredential,
        current: &KeyCredential,
    ) -> Result<bool, StoreError>;
}

/// What a key is recognised by: its digest, and the pepper that it was made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyCredential {
    /// Which pepper.
    pub pepper: PepperId,
    /// The digest.
    pub digest: KeyDigest,
}

/// Which keys to list. Everything that is set must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFilter {
    /// The instant at which statuses are meant.
    pub now: Timestamp,
    /// Keys of this status.
    pub status: Option<Status>,
    /// Keys that may do this, by a wildcard too.
    pub allows: Option<Scope>,
    /// Keys whose label contains this text, whatever the case.
    pub label_contains: Option<String>,
    /// Active keys without successor that were made at or before this instant.
    pub rotation_due_since: Option<Timestamp>,
}

impl KeyFilter {
    /// Every key.
    pub const fn all(now: Timestamp) -> Self {
        Self {
            now,
            status: None,
            allows: None,
            label_contains: None,
            rotation_due_since: None,
        }
    }
}
