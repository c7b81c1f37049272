//! Putting the use cases on the real world.

use std::{num::NonZeroU16, sync::Arc};

use aiia_keys_assurance::{
    self as assurance, ConnectorRules, EvidenceRules, connector::run::RunEnv,
};
use aiia_keys_domain::{Catalog, KeyFormat, OrganizationId, OrganizationSlug, SessionLimits};
use aiia_keys_http_actix::{Metrics, Part};
use aiia_keys_http_client::{HttpTreeSource, SourceOptions, TokioTimer};
use aiia_keys_object_store::ObjectEvidenceStore;
use aiia_keys_ports::{BootClock, StoreError};
use aiia_keys_postgres::{
    Connector, DatabaseUrl, PgKeyLocator, PgOrganizationDirectory, PgPool, PgStore, PoolOptions,
    revocation::{JoinError, Membership, PgRevocationBarrier},
};
use aiia_keys_system::{
    Argon2PasswordHasher, PepperSealer, SystemBootClock, SystemClock, SystemEntropy, SystemSpools,
};
use aiia_keys_usecases::{Env, Verification, rate::RateMeter, usage::UsageRecorder};
use aiia_keys_verifier::{Fence, LeasePolicy, Limits, Verifier};
use anyhow::{Context as _, Result, bail};
use async_trait::async_trait;

use crate::{
    cli,
    connectors::{RUNS, Runner, connectors},
    database, evidence,
    metrics::{Gauges, LastFlush},
    output, peppers,
    usage::UsageFlush,
};

/// Connections that look keys up; each carries the questions of many callers.
const LOCATOR_CONNECTIONS: NonZeroU16 = NonZeroU16::MIN.saturating_add(1);

/// What the use cases are put on, apart from what the database holds.
#[derive(Clone, Debug)]
pub(crate) struct Sizes {
    pub(crate) pool: PoolOptions,
    pub(crate) sessions: SessionLimits,
    pub(crate) evidence: EvidenceRules,
    pub(crate) sources: SourceOptions,
    /// What a node's lease goes by; a command has none.
    pub(crate) lease: LeasePolicy,
}

/// For a command.
impl Default for Sizes {
    fn default() -> Self {
        Self {
            pool: database::patient(),
            sessions: SessionLimits::default(),
            evidence: EvidenceRules::default(),
            sources: SourceOptions::default(),
            lease: LeasePolicy::default(),
        }
    }
}

/// The use cases, ready to be called.
pub(crate) struct Service {
    pub(crate) env: Env,
    pub(crate) assurance: assurance::Env,
    /// Where evidence is kept.
    pub(crate) files: ObjectEvidenceStore,
    pool: PgPool,
    /// Where usage is stored: with a connection of its own, since those of the pool end with the
    /// threads of the server that they were made by, and the last usage is stored after these.
    usage: PgStore,
    /// When everything that was counted was last stored.
    flushed: Arc<LastFlush>,
    connector: Connector,
    fence: Fence,
    runner: Runner,
}

impl Service {
    /// Connects to a database that was checked.
    pub(crate) async fn start(arguments: cli::Service, sizes: Sizes) -> Result<Self> {
        let url = arguments.connection.read()?;
        let ring = peppers::read(&arguments.peppers_file)?;
        let files = evidence::open(&arguments.evidence)?;
        let report = database::inspect(&url).await?;
        database::tell(&report);
        report.enforce(arguments.rules.into())?;
        let format = KeyFormat::aiia(arguments.environment);
        Self::on(&url, ring, format, files, sizes)
    }

    fn on(
        url: &DatabaseUrl,
        peppers: aiia_keys_domain::PepperRing,
        format: KeyFormat,
        files: ObjectEvidenceStore,
        sizes: Sizes,
    ) -> Result<Self> {
        let connector = Connector::new(url, sizes.pool)?;
        let pool = PgPool::new(&connector);
        let one = PoolOptions {
            size: NonZeroU16::MIN,
            ..sizes.pool
        };
        let usage = PgStore::new(PgPool::new(&Connector::new(url, one)?));
        let sealer = PepperSealer::new(&peppers);
        let rules = ConnectorRules {
            reach: sizes.sources.reach,
            timeout: sizes.sources.timeout,
            ..ConnectorRules::default()
        };
        let (launcher, runner) = connectors(RunEnv {
            store: Box::new(runs_store(url, sizes.pool)?),
            clock: Box::new(SystemClock),
            entropy: Box::new(SystemEntropy),
            sealer: Box::new(PepperSealer::new(&peppers)),
            spools: Box::new(SystemSpools),
            source: Box::new(HttpTreeSource::new(sizes.sources)),
            timer: Box::new(TokioTimer),
            rules,
        });
        let catalog = Catalog::aiia();
        let (verifier, fence) = Verifier::new(Limits::default(), sizes.lease);
        let boot_clock: Arc<dyn BootClock> = Arc::new(SystemBootClock);
        let limit = sizes.lease.length();
        let barrier = PgRevocationBarrier::new(connector.clone(), Arc::clone(&boot_clock), limit);
        let env = Env {
            store: Box::new(PgStore::new(pool.clone())),
            locator: Box::new(PgKeyLocator::new(&connector, LOCATOR_CONNECTIONS)),
            verification: Verification {
                verifier,
                boot_clock,
                barrier: Box::new(barrier),
            },
            directory: Box::new(PgOrganizationDirectory::new(pool.clone())),
            passwords: Box::new(Argon2PasswordHasher::new()?),
            clock: Arc::new(SystemClock),
            entropy: Box::new(SystemEntropy),
            format,
            peppers,
            usage: Arc::new(UsageRecorder::new(&catalog)),
            rates: RateMeter::default(),
            catalog,
            session_limits: sizes.sessions,
        };
        let assurance = assurance::Env {
            store: Box::new(PgStore::new(pool.clone())),
            clock: Box::new(SystemClock),
            entropy: Box::new(SystemEntropy),
            spools: Box::new(SystemSpools),
            evidence: Box::new(files.clone()),
            evidence_rules: sizes.evidence,
            sealer: Box::new(sealer),
            runs: Box::new(launcher),
            connector_rules: rules,
        };
        Ok(Self {
            env,
            assurance,
            files,
            pool,
            usage,
            flushed: Arc::new(LastFlush::now()),
            connector,
            fence,
            runner,
        })
    }

    /// What must be there for the service to be ready.
    pub(crate) fn parts(&self, standby: bool) -> Vec<Box<dyn Part>> {
        let mut parts: Vec<Box<dyn Part>> = vec![
            Box::new(Database(self.pool.clone())),
            Box::new(Lease {
                verifier: Arc::clone(&self.env.verification.verifier),
                clock: Arc::clone(&self.env.verification.boot_clock),
            }),
        ];
        if standby {
            parts.push(Box::new(SynchronousStandby(self.pool.clone())));
        }
        parts
    }

    /// Makes this process a node of the cluster, which answers from memory while it holds a lease.
    ///
    /// # Errors
    /// When the nodes of the cluster have leases of another length.
    pub(crate) async fn join(self) -> Result<(Env, assurance::Env, Runner, Membership)> {
        let Self {
            mut env,
            assurance,
            connector,
            fence,
            runner,
            ..
        } = self;
        let clock = &env.verification.boot_clock;
        let limit = fence.policy().length();
        let mut node = Membership::new(connector.clone(), Arc::clone(clock), fence);
        let barrier = PgRevocationBarrier::new(connector, Arc::clone(clock), limit);
        match node.join(&barrier).await {
            Err(JoinError::OtherLease(other)) => {
                let (own, cluster) = (other.own, other.cluster);
                bail!(
                    "--lease (AIIA_KEYS_LEASE) is {own:?}, and nodes run on this database with {cluster:?}: start this one with `--lease {cluster:?}`, or stop all nodes first and start each with `--lease {own:?}`"
                );
            }
            // Without a lease requests are answered all the same, and one is asked for again and again.
            Ok(()) | Err(JoinError::Store(_)) => {}
        }
        env.verification.barrier = Box::new(barrier.beside(node.waker()));
        Ok((env, assurance, runner, node))
    }

    /// What stores how keys are used.
    pub(crate) fn usage(&self) -> UsageFlush {
        let store = self.usage.clone();
        let recorder = Arc::clone(&self.env.usage);
        UsageFlush::new(store, recorder, Arc::clone(&self.flushed))
    }

    /// What is counted while it is served.
    pub(crate) fn metrics(&self) -> Arc<Metrics> {
        let gauges = Gauges {
            pool: self.pool.clone(),
            usage: Arc::clone(&self.env.usage),
            flushed: Arc::clone(&self.flushed),
            verifier: Arc::clone(&self.env.verification.verifier),
            boot_clock: Arc::clone(&self.env.verification.boot_clock),
        };
        Arc::new(Metrics::new(vec![Box::new(gauges)]))
    }

    /// The organization that goes by a short name.
    pub(crate) async fn organization(&self, slug: &OrganizationSlug) -> Result<OrganizationId> {
        let found = self
            .env
            .directory
            .find(slug)
            .await
            .context("cannot look the organization up")?;
        let Some(id) = found else {
            bail!("there is no organization `{slug}`: found it with `aiia-keys org found`");
        };
        output::note(format_args!("organization {slug} ({id})"));
        Ok(id)
    }
}

/// Where runs of connectors are stored: with connections of their own, which end with none of the
/// server's threads.
fn runs_store(url: &DatabaseUrl, pool: PoolOptions) -> Result<PgStore> {
    let size = NonZeroU16::try_from(u16::try_from(RUNS)?)?;
    let pool = PoolOptions { size, ..pool };
    Ok(PgStore::new(PgPool::new(&Connector::new(url, pool)?)))
}

/// The lease by which this node answers from memory, as a part of the service's readiness.
struct Lease {
    verifier: Arc<Verifier>,
    clock: Arc<dyn BootClock>,
}

#[async_trait]
impl Part for Lease {
    fn name(&self) -> &'static str {
        "lease"
    }

    async fn check(&self) -> Result<(), StoreError> {
        if self.verifier.lease_left(self.clock.now()).is_zero() {
            return Err(StoreError::Unavailable("this node holds no lease".into()));
        }
        Ok(())
    }
}

/// That commits wait for a standby, as a part of the service's readiness where it is asked for.
struct SynchronousStandby(PgPool);

#[async_trait]
impl Part for SynchronousStandby {
    fn name(&self) -> &'static str {
        "synchronous_standby"
    }

    async fn check(&self) -> Result<(), StoreError> {
        if self.0.waits_for_standby().await? {
            return Ok(());
        }
        let missing = "the database's `synchronous_standby_names` is empty";
        Err(StoreError::Unavailable(missing.into()))
    }
}

/// The database, as a part of the service's readiness.
struct Database(PgPool);

#[async_trait]
impl Part for Database {
    fn name(&self) -> &'static str {
        "database"
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.0.ping().await
    }
}
