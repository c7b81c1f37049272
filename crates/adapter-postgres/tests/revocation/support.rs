//! A database, nodes on it, and a clock that tests set.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use aiia_keys_domain::{
    BootInstant, Epoch, Grant, Invalidation, KeyDigest, KeyId, NonEmptyScopes, Organization,
    OrganizationId, OrganizationName, Policy, SourceAddresses, Standing, Timestamp,
};
use aiia_keys_ports::{BootClock, Store as _, StoreError};
use aiia_keys_postgres::{
    Connector, PgPool, PgStore, PoolOptions,
    revocation::{Membership, PgRevocationBarrier},
};
use aiia_keys_test_support::{Role, TestDatabase};
use aiia_keys_verifier::{Answer, LeasePolicy, Limits, Verifier};
use tokio_postgres::Client;
use uuid::Uuid;

pub(crate) struct Place {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) connector: Connector,
    store: PgStore,
    pub(crate) database: TestDatabase,
}

/// Long leases: what is done within one must not fail because the machine is busy.
pub(crate) const LEASE: Duration = Duration::from_secs(6);

pub(crate) fn policy() -> LeasePolicy {
    LeasePolicy::new(LEASE, 10, Duration::from_millis(50))
}

pub(crate) fn patient() -> PoolOptions {
    PoolOptions {
        acquire: LEASE,
        ..PoolOptions::default()
    }
}

/// Stands still until it is moved.
#[derive(Default)]
pub(crate) struct TestClock(AtomicU64);

impl TestClock {
    pub(crate) fn advance(&self, span: Duration) {
        let nanos = u64::try_from(span.as_nanos()).unwrap();
        self.0.fetch_add(nanos, Ordering::SeqCst);
    }
}

impl BootClock for TestClock {
    fn now(&self) -> BootInstant {
        BootInstant::from_nanos(1_000_000_000 + self.0.load(Ordering::SeqCst))
    }
}

/// A node whose lease is renewed when a test says so.
pub(crate) struct Node {
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) membership: Membership,
    clock: Arc<TestClock>,
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self::on(TestDatabase::create().await.unwrap()).await
    }

    pub(crate) async fn on(database: TestDatabase) -> Self {
        let url = database.url(Role::App).parse().unwrap();
        let connector = Connector::new(&url, patient()).unwrap();
        let store = PgStore::new(PgPool::new(&connector));
        let mut work = store.begin(organization_id()).await.unwrap();
        let name = OrganizationName::new("Example Audit").unwrap();
        let slug = "example-audit".parse().unwrap();
        let (organization, _) = Organization::found(
            organization_id(),
            slug,
            name,
            Policy::default(),
            Timestamp::UNIX_EPOCH,
        );
        work.organizations().insert(&organization).await.unwrap();
        work.commit().await.unwrap();
        Self {
            clock: Arc::default(),
            connector,
            store,
            database,
        }
    }

    pub(crate) fn node(&self) -> Node {
        self.node_through(&self.connector)
    }

    pub(crate) fn node_through(&self, connector: &Connector) -> Node {
        self.node_with(connector, policy())
    }

    /// A node with leases of another length than those of the others.
    pub(crate) fn node_lasting(&self, length: Duration) -> Node {
        self.node_with(&self.connector, LeasePolicy::of(length).unwrap())
    }

    fn node_with(&self, connector: &Connector, policy: LeasePolicy) -> Node {
        let (verifier, fence) = Verifier::new(Limits::default(), policy);
        let clock: Arc<dyn BootClock> = Arc::clone(&self.clock) as _;
        Node {
            verifier,
            membership: Membership::new(connector.clone(), clock, fence),
            clock: Arc::clone(&self.clock),
        }
    }

    pub(crate) fn barrier(&self) -> PgRevocationBarrier {
        let clock: Arc<dyn BootClock> = Arc::clone(&self.clock) as _;
        PgRevocationBarrier::new(self.connector.clone(), clock, LEASE)
    }

    pub(crate) async fn admin(&self) -> Client {
        self.database.connect(Role::Admin).await.unwrap()
    }

    /// Commits a change that nodes must hear of.
    pub(crate) async fn invalidate(&self, what: Invalidation) -> Epoch {
        self.try_invalidate(what).await.unwrap()
    }

    /// The same, where that may fail.
    pub(crate) async fn try_invalidate(&self, what: Invalidation) -> Result<Epoch, StoreError> {
        let mut work = self.store.begin(organization_id()).await?;
        let epoch = work.revocations().invalidate(what).await?;
        work.commit().await?;
        Ok(epoch)
    }
}

impl Node {
    /// Learns a key as it was in an epoch.
    pub(crate) fn learn(&self, number: u8, epoch: u64) {
        let Answer::Ask(ticket) = self.verifier.look_up(&digest(number), self.clock.now()) else {
            panic!("key {number} is known already");
        };
        self.verifier
            .found(ticket, grant(number), Epoch::new(epoch));
    }

    /// What it answers from memory.
    pub(crate) fn recalls(&self, number: u8) -> Option<Standing> {
        match self.verifier.look_up(&digest(number), self.clock.now()) {
            Answer::Known(grant) => Some(grant.standing),
            _ => None,
        }
    }
}

pub(crate) fn key_id(number: u8) -> KeyId {
    KeyId::from_uuid(Uuid::from_u128(number.into()))
}

pub(crate) fn organization_id() -> OrganizationId {
    OrganizationId::from_uuid(Uuid::from_u128(77))
}

fn digest(number: u8) -> KeyDigest {
    KeyDigest::from_bytes([number; 32])
}

fn grant(number: u8) -> Grant {
    Grant {
        key: key_id(number),
        organization: organization_id(),
        scopes: NonEmptyScopes::new("read:findings".parse().unwrap()).unwrap(),
        sources: SourceAddresses::Anywhere,
        rate_limit: None,
        expires_at: Timestamp::UNIX_EPOCH,
        standing: Standing::Good,
    }
}
