//! Mocks of every port, made by `mockall`, and a unit of work that is made of them.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), aiia_keys_ports::StoreError> {
//! use aiia_keys_domain::Timestamp;
//! use aiia_keys_ports::{Store as _, mock::{MockStore, MockUnitOfWork}};
//!
//! # let tenant = "01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("a UUID");
//! let mut work = MockUnitOfWork::new(tenant);
//! work.keys.expect_count_active().return_once(|_| Ok(3));
//! let store = MockStore::with(work);
//!
//! let mut work = store.begin(tenant).await?;
//! assert_eq!(work.keys().count_active(Timestamp::UNIX_EPOCH).await?, 3);
//! work.commit().await?;
//! assert_eq!(store.commits(), 1);
//! # Ok(())
//! # }
//! ```

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use aiia_keys_domain::OrganizationId;
use async_trait::async_trait;

use crate::{
    IdempotencyRepository, InvitationRepository, KeyRepository, MemberRepository,
    OrganizationRepository, RevocationLog, SessionRepository, SetupRepository, Store, StoreError,
    TrailRepository, UnitOfWork, UsageRepository,
};
pub use crate::{
    clock::MockClock,
    entropy::MockEntropy,
    idempotency::MockIdempotencyRepository,
    invitation::MockInvitationRepository,
    key::MockKeyRepository,
    locator::MockKeyLocator,
    member::MockMemberRepository,
    organization::{MockOrganizationDirectory, MockOrganizationRepository},
    password::MockPasswordHasher,
    revocation::{MockBootClock, MockRevocationBarrier, MockRevocationLog},
    sealer::MockSealer,
    session::MockSessionRepository,
    setup::MockSetupRepository,
    trail::MockTrailRepository,
    usage::MockUsageRepository,
};

/// A unit of work whose repositories are mocks; what is not expected panics.
#[derive(Debug)]
pub struct MockUnitOfWork {
    tenant: OrganizationId,
    commits: Arc<AtomicUsize>,
    commit_error: Option<StoreError>,
    /// Expectations on the organization.
    pub organizations: MockOrganizationRepository,
    /// Expectations on keys.
    pub keys: MockKeyRepository,
    /// Expectations on members.
    pub members: MockMemberRepository,
    /// Expectations on invitations.
    pub invitations: MockInvitationRepository,
    /// Expectations on sessions.
    pub sessions: MockSessionRepository,
    /// Expectations on named requests.
    pub idempotency: MockIdempotencyRepository,
    /// Expectations on the set-up.
    pub setup: MockSetupRepository,
    /// Expectations on the trail.
    pub trail: MockTrailRepository,
    /// Expectations on usage.
    pub usage: MockUsageRepository,
    /// Expectations on what nodes are told.
    pub revocations: MockRevocationLog,
}

impl MockUnitOfWork {
    /// A unit of work in a tenant that expects nothing yet.
    pub fn new(tenant: OrganizationId) -> Self {
        Self {
            tenant,
            commits: Arc::default(),
            commit_error: None,
            organizations: MockOrganizationRepository::new(),
            keys: MockKeyRepository::new(),
            members: MockMemberRepository::new(),
            invitations: MockInvitationRepository::new(),
            sessions: MockSessionRepository::new(),
            idempotency: MockIdempotencyRepository::new(),
            setup: MockSetupRepository::new(),
            trail: MockTrailRepository::new(),
            usage: MockUsageRepository::new(),
            revocations: MockRevocationLog::new(),
        }
    }

    /// The same, but what was done in it cannot be committed.
    #[must_use]
    pub fn failing_to_commit(self, error: StoreError) -> Self {
        Self {
            commit_error: Some(error),
            ..self
        }
    }
}

#[async_trait]
impl UnitOfWork for MockUnitOfWork {
    fn tenant(&self) -> OrganizationId {
        self.tenant
    }

    fn organizations(&mut self) -> &mut dyn OrganizationRepository {
        &mut self.organizations
    }

    fn keys(&mut self) -> &mut dyn KeyRepository {
        &mut self.keys
    }

    fn members(&mut self) -> &mut dyn MemberRepository {
        &mut self.members
    }

    fn invitations(&mut self) -> &mut dyn InvitationRepository {
        &mut self.invitations
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        &mut self.sessions
    }

    fn idempotency(&mut self) -> &mut dyn IdempotencyRepository {
        &mut self.idempotency
    }

    fn setup(&mut self) -> &mut dyn SetupRepository {
        &mut self.setup
    }

    fn trail(&mut self) -> &mut dyn TrailRepository {
        &mut self.trail
    }

    fn usage(&mut self) -> &mut dyn UsageRepository {
        &mut self.usage
    }

    fn revocations(&mut self) -> &mut dyn RevocationLog {
        &mut self.revocations
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        if let Some(error) = self.commit_error {
            return Err(error);
        }
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

/// Hands prepared units of work out in order, and counts those that were committed.
#[derive(Debug, Default)]
pub struct MockStore {
    prepared: Mutex<Vec<MockUnitOfWork>>,
    commits: Arc<AtomicUsize>,
}

impl MockStore {
    /// A store that hands out one unit of work.
    pub fn with(work: MockUnitOfWork) -> Self {
        Self::default().and(work)
    }

    /// The same, with one more to hand out after the others.
    #[must_use]
    pub fn and(self, mut work: MockUnitOfWork) -> Self {
        work.commits = Arc::clone(&self.commits);
        self.prepared
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(work);
        self
    }

    /// How many units of work were committed.
    pub fn commits(&self) -> usize {
        self.commits.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl Store for MockStore {
    /// The next unit of work, if it is for this tenant; otherwise storage is unavailable.
    async fn begin(&self, tenant: OrganizationId) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let mut prepared = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        match prepared.first() {
            Some(work) if work.tenant == tenant => Ok(Box::new(prepared.remove(0))),
            Some(_) => Err(StoreError::Unavailable(
                "a unit of work of another tenant".into(),
            )),
            None => Err(StoreError::Unavailable(
                "no unit of work was prepared".into(),
            )),
        }
    }
}
