//! A tenant's test procedures and what is attached to them.

use aiia_keys_ports::{Page, PageRequest, StoreError};
use async_trait::async_trait;

use crate::{Attachment, EntityId, TestProcedure, TestProcedureId};

/// Stores the test procedures of one tenant.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait TestProcedureRepository: Send {
    /// One test procedure.
    async fn find(&mut self, id: TestProcedureId) -> Result<Option<TestProcedure>, StoreError>;

    /// One test procedure, and holds off others who ask for it in this way until the unit of work ends.
    ///
    /// Whoever attaches begins here, so that no two of them count past the limit.
    async fn find_locked(
        &mut self,
        id: TestProcedureId,
    ) -> Result<Option<TestProcedure>, StoreError>;

    /// Test procedures that pass the filter, newest first.
    async fn list(
        &mut self,
        filter: &TestProcedureFilter,
        page: PageRequest,
    ) -> Result<Page<TestProcedure>, StoreError>;

    /// Adds a test procedure.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when its id is taken.
    async fn insert(&mut self, procedure: &TestProcedure) -> Result<(), StoreError>;

    /// All that is attached to a procedure, oldest first; see [`MAX_ATTACHMENTS`](crate::MAX_ATTACHMENTS).
    async fn list_attachments(
        &mut self,
        procedure: TestProcedureId,
    ) -> Result<Vec<Attachment>, StoreError>;

    /// Adds attachments.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when one of them is there already.
    async fn insert_attachments(&mut self, attachments: &[Attachment]) -> Result<(), StoreError>;
}

/// Which test procedures to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TestProcedureFilter {
    /// Procedures that test this entity, not what lies below it.
    pub entity: Option<EntityId>,
}
