//! The same transactions as everywhere, seen as units of work in the universe and the findings.

use aiia_keys_assurance::{
    ActionPlanRepository, AssuranceStore, AssuranceWork, ConnectorRepository,
    ConnectorRunRepository, EntityRepository, EvidenceRepository, FindingRepository,
    RecommendationRepository, TestProcedureRepository,
};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{StoreError, TrailRepository};
use async_trait::async_trait;

use crate::{PgStore, unit_of_work::PgUnitOfWork};

#[async_trait]
impl AssuranceStore for PgStore {
    async fn begin(&self, tenant: OrganizationId) -> Result<Box<dyn AssuranceWork>, StoreError> {
        Ok(Box::new(self.begin_work(tenant).await?))
    }
}

#[async_trait]
impl AssuranceWork for PgUnitOfWork {
    fn tenant(&self) -> OrganizationId {
        self.tenant
    }

    fn entities(&mut self) -> &mut dyn EntityRepository {
        self
    }

    fn findings(&mut self) -> &mut dyn FindingRepository {
        self
    }

    fn recommendations(&mut self) -> &mut dyn RecommendationRepository {
        self
    }

    fn action_plans(&mut self) -> &mut dyn ActionPlanRepository {
        self
    }

    fn trail(&mut self) -> &mut dyn TrailRepository {
        self
    }

    fn test_procedures(&mut self) -> &mut dyn TestProcedureRepository {
        self
    }

    fn evidence(&mut self) -> &mut dyn EvidenceRepository {
        self
    }

    fn connectors(&mut self) -> &mut dyn ConnectorRepository {
        self
    }

    fn connector_runs(&mut self) -> &mut dyn ConnectorRunRepository {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.transaction.commit().await
    }
}
