//! Tenants' data, one tenant and one transaction at a time.

use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{StoreError, TrailRepository};
use async_trait::async_trait;

use super::{
    action_plan::ActionPlanRepository,
    connector::{ConnectorRepository, ConnectorRunRepository},
    entity::EntityRepository,
    evidence::EvidenceRepository,
    finding::FindingRepository,
    recommendation::RecommendationRepository,
    test_procedure::TestProcedureRepository,
};

/// Storage of all tenants' universes and findings. Shared by all of the service.
///
/// It goes by the rules of `aiia_keys_ports::Store`, which knows nothing of what is stored here.
#[async_trait]
pub trait AssuranceStore: Send + Sync {
    /// Begins a unit of work that reaches the rows of one tenant and no others.
    ///
    /// # Errors
    /// When storage is [`Unavailable`](StoreError::Unavailable).
    async fn begin(&self, tenant: OrganizationId) -> Result<Box<dyn AssuranceWork>, StoreError>;
}

/// One transaction in one tenant.
///
/// Dropped without [`commit`](AssuranceWork::commit), nothing of it has happened.
#[async_trait]
pub trait AssuranceWork: Send {
    /// The tenant.
    fn tenant(&self) -> OrganizationId;

    /// The tenant's auditable entities.
    fn entities(&mut self) -> &mut dyn EntityRepository;

    /// The tenant's findings.
    fn findings(&mut self) -> &mut dyn FindingRepository;

    /// The recommendations on the tenant's findings.
    fn recommendations(&mut self) -> &mut dyn RecommendationRepository;

    /// The tenant's action plans and their logs.
    fn action_plans(&mut self) -> &mut dyn ActionPlanRepository;

    /// The tenant's audit trail.
    fn trail(&mut self) -> &mut dyn TrailRepository;

    /// The tenant's test procedures and what is attached to them.
    fn test_procedures(&mut self) -> &mut dyn TestProcedureRepository;

    /// What is known about the tenant's evidence.
    fn evidence(&mut self) -> &mut dyn EvidenceRepository;

    /// The tenant's connectors.
    fn connectors(&mut self) -> &mut dyn ConnectorRepository;

    /// The runs of the tenant's connectors.
    fn connector_runs(&mut self) -> &mut dyn ConnectorRunRepository;

    /// Makes all of it happen, durably.
    ///
    /// # Errors
    /// [`Unavailable`](StoreError::Unavailable) when the outcome is unknown or it did not happen;
    /// [`Conflict`](StoreError::Conflict) when it did not happen because of someone else's work.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
