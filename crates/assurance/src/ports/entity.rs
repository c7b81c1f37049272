//! A tenant's auditable entities.

use aiia_keys_ports::{Page, PageRequest, StoreError, Stored};
use async_trait::async_trait;

use crate::{Entity, EntityId, EntityKind};

/// Stores the auditable entities of one tenant.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait EntityRepository: Send {
    /// One entity.
    async fn find(&mut self, id: EntityId) -> Result<Option<Stored<Entity>>, StoreError>;

    /// Entities that pass the filter, newest first.
    async fn list(
        &mut self,
        filter: &EntityFilter,
        page: PageRequest,
    ) -> Result<Page<Stored<Entity>>, StoreError>;

    /// Begins to read an entity and what lies below it, or the whole universe, as it is at this moment. One
    /// after the other: until none of it is left, no other can begin in the same unit of work.
    async fn begin_tree(&mut self, extent: &TreeExtent) -> Result<(), StoreError>;

    /// The next of the entities that are read, each followed by what lies below it, siblings by code.
    /// None are left when there are none, and there are none at all when the entity at the top is not there
    /// or left the universe. At most so many as the extent allows: whoever asks for one more than they can
    /// use knows whether that was all.
    async fn next_of_tree(&mut self) -> Result<Vec<Entity>, StoreError>;

    /// Holds off others who would replace the universe, until the unit of work ends.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when somebody else is at it.
    async fn lock_universe(&mut self) -> Result<(), StoreError>;

    /// Some of all entities, those that left the universe included, by id: the first, or those after
    /// one. None are left when there are none.
    async fn list_all(
        &mut self,
        after: Option<EntityId>,
    ) -> Result<Vec<Stored<Entity>>, StoreError>;

    /// Stores entities as they became. Until the unit of work ends, they may lie under what is not
    /// there yet, or at another level than their parents know of: whole branches may move.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when one is not in the version any more that it was read in.
    async fn rewrite(&mut self, entities: &[Stored<Entity>]) -> Result<(), StoreError>;

    /// Adds entities, parents before what lies below them.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when an id or code is taken.
    async fn insert(&mut self, entities: &[Entity]) -> Result<(), StoreError>;
}

/// Which entities to list. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityFilter {
    /// Entities of this kind.
    pub kind: Option<EntityKind>,
    /// Entities right below this one.
    pub parent: Option<EntityId>,
    /// Entities that left the universe, in place of those that are in it.
    pub retired: bool,
}

/// Which part of the hierarchy is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeExtent {
    /// The entity at the top, or all that have no parent.
    pub root: Option<EntityId>,
    /// So many levels below the top, or all.
    pub depth: Option<u8>,
    /// At most so many entities.
    pub limit: u32,
}
