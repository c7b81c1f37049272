//! A tenant's action plans and their logs.

use aiia_keys_ports::{Page, PageLimit, PageRequest, StoreError, Stored, Version};
use async_trait::async_trait;

use crate::{
    ActionPlan, ActionPlanId, ActionPlanStatus, Date, FindingId, LoggedPlan, PlanTally,
    RemediationLogEntry,
};

/// Stores the action plans of one tenant, each move together with its log entry.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ActionPlanRepository: Send {
    /// One action plan.
    async fn find(&mut self, id: ActionPlanId) -> Result<Option<Stored<ActionPlan>>, StoreError>;

    /// Action plans that pass the filter, newest first.
    async fn list(
        &mut self,
        filter: &ActionPlanFilter,
        page: PageRequest,
    ) -> Result<Page<Stored<ActionPlan>>, StoreError>;

    /// Counts the plans of a finding.
    async fn tally(&mut self, finding: FindingId) -> Result<PlanTally, StoreError>;

    /// Adds a plan with the first entry of its log.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when its id is taken.
    async fn insert(&mut self, added: &LoggedPlan) -> Result<(), StoreError>;

    /// Stores a plan as a move left it, with the move's entry, if it is still in the version it was `read` with; gives the new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when it is not.
    async fn save(&mut self, moved: &LoggedPlan, read: Version) -> Result<Version, StoreError>;

    /// Entries of a plan's log with a sequence after this one, oldest first; the next page begins
    /// after the sequence that the page gives.
    async fn list_log(
        &mut self,
        plan: ActionPlanId,
        after: u32,
        limit: PageLimit,
    ) -> Result<Page<RemediationLogEntry, u32>, StoreError>;
}

/// Which action plans to list. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionPlanFilter {
    /// Plans of this finding.
    pub finding: Option<FindingId>,
    /// Plans in this status.
    pub status: Option<ActionPlanStatus>,
    /// Plans that are due before this day.
    pub due_before: Option<Date>,
}
