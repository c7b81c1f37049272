//! Mocks of the ports, made by `mockall`, and a unit of work that is made of them.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{StoreError, TrailRepository, mock::MockTrailRepository};
use async_trait::async_trait;

pub use crate::ports::{
    action_plan::MockActionPlanRepository,
    connector::{
        MockConnectorRepository, MockConnectorRunRepository, MockRunLauncher, MockRunSlot,
        MockTimer, MockTreeSource,
    },
    entity::MockEntityRepository,
    evidence::{
        MockEvidenceReader, MockEvidenceRepository, MockEvidenceStore, MockEvidenceWriter,
        MockIncomingContent,
    },
    finding::MockFindingRepository,
    recommendation::MockRecommendationRepository,
    test_procedure::MockTestProcedureRepository,
};
use crate::{
    ActionPlanRepository, AssuranceStore, AssuranceWork, ConnectorRepository,
    ConnectorRunRepository, EntityRepository, EvidenceRepository, FindingRepository,
    RecommendationRepository, TestProcedureRepository,
};

/// A unit of work whose repositories are mocks; what is not expected panics.
#[derive(Debug)]
pub struct MockAssuranceWork {
    tenant: OrganizationId,
    commits: Arc<AtomicUsize>,
    /// Expectations on entities.
    pub entities: MockEntityRepository,
    /// Expectations on findings.
    pub findings: MockFindingRepository,
    /// Expectations on recommendations.
    pub recommendations: MockRecommendationRepository,
    /// Expectations on action plans.
    pub action_plans: MockActionPlanRepository,
    /// Expectations on the audit trail.
    pub trail: MockTrailRepository,
    /// Expectations on test procedures.
    pub test_procedures: MockTestProcedureRepository,
    /// Expectations on evidence.
    pub evidence: MockEvidenceRepository,
    /// Expectations on connectors.
    pub connectors: MockConnectorRepository,
    /// Expectations on runs of connectors.
    pub connector_runs: MockConnectorRunRepository,
}

impl MockAssuranceWork {
    /// A unit of work in a tenant that expects nothing yet.
    pub fn new(tenant: OrganizationId) -> Self {
        Self {
            tenant,
            commits: Arc::default(),
            entities: MockEntityRepository::new(),
            findings: MockFindingRepository::new(),
            recommendations: MockRecommendationRepository::new(),
            action_plans: MockActionPlanRepository::new(),
            trail: MockTrailRepository::new(),
            test_procedures: MockTestProcedureRepository::new(),
            evidence: MockEvidenceRepository::new(),
            connectors: MockConnectorRepository::new(),
            connector_runs: MockConnectorRunRepository::new(),
        }
    }
}

#[async_trait]
impl AssuranceWork for MockAssuranceWork {
    fn tenant(&self) -> OrganizationId {
        self.tenant
    }

    fn entities(&mut self) -> &mut dyn EntityRepository {
        &mut self.entities
    }

    fn findings(&mut self) -> &mut dyn FindingRepository {
        &mut self.findings
    }

    fn recommendations(&mut self) -> &mut dyn RecommendationRepository {
        &mut self.recommendations
    }

    fn action_plans(&mut self) -> &mut dyn ActionPlanRepository {
        &mut self.action_plans
    }

    fn trail(&mut self) -> &mut dyn TrailRepository {
        &mut self.trail
    }

    fn test_procedures(&mut self) -> &mut dyn TestProcedureRepository {
        &mut self.test_procedures
    }

    fn evidence(&mut self) -> &mut dyn EvidenceRepository {
        &mut self.evidence
    }

    fn connectors(&mut self) -> &mut dyn ConnectorRepository {
        &mut self.connectors
    }

    fn connector_runs(&mut self) -> &mut dyn ConnectorRunRepository {
        &mut self.connector_runs
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

/// Hands the prepared units of work out, one after the other, and counts how many were committed.
///
/// Its clones are the same store.
#[derive(Clone, Debug, Default)]
pub struct MockAssuranceStore {
    prepared: Arc<Mutex<VecDeque<MockAssuranceWork>>>,
    commits: Arc<AtomicUsize>,
}

impl MockAssuranceStore {
    /// A store that hands out one unit of work.
    pub fn with(work: MockAssuranceWork) -> Self {
        Self::with_each([work])
    }

    /// A store that hands out these units of work, in this order.
    pub fn with_each(works: impl IntoIterator<Item = MockAssuranceWork>) -> Self {
        let store = Self::default();
        let works = works.into_iter().map(|mut work| {
            work.commits = Arc::clone(&store.commits);
            work
        });
        store
            .prepared
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(works);
        store
    }

    /// How many units of work were committed.
    pub fn commits(&self) -> usize {
        self.commits.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl AssuranceStore for MockAssuranceStore {
    /// The next unit of work, if there is one and it is for this tenant; otherwise storage is unavailable.
    async fn begin(&self, tenant: OrganizationId) -> Result<Box<dyn AssuranceWork>, StoreError> {
        let mut prepared = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        match prepared.pop_front_if(|work| work.tenant == tenant) {
            Some(work) => Ok(Box::new(work)),
            None => Err(StoreError::Unavailable(
                "no unit of work was prepared for this tenant".into(),
            )),
        }
    }
}
