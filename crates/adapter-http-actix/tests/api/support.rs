//! A service with two tenants, and keys of every kind to call it with.

mod answer;
mod clock;
mod entropy;
mod form;
mod people;
mod sample;
mod subject;

use std::{net::SocketAddr, num::NonZeroU16, path::Path, sync::Arc, time::Duration};

use actix_web::{
    http::Method,
    test::{TestRequest, init_service, try_call_service},
    web::Data,
};
use aiia_keys_assurance::{
    self as assurance, ConnectorRules, EvidenceRules,
    mock::{MockRunLauncher, MockRunSlot},
};
use aiia_keys_domain::{
    Authority, Caller, Catalog, Environment, Expiration, KeyFormat, KeyId, Label, OrganizationId,
    OrganizationName, Pepper, PepperId, PepperRing, Policy, SessionLimits, SourceAddresses,
};
use aiia_keys_http_actix::{Options, Part, State, application};
use aiia_keys_object_store::ObjectEvidenceStore;
use aiia_keys_ports::{BootClock, StoreError};
use aiia_keys_postgres::{
    Connector, DatabaseUrl, PgKeyLocator, PgOrganizationDirectory, PgPool, PgStore, PoolOptions,
    revocation::PgRevocationBarrier,
};
use aiia_keys_system::{Argon2PasswordHasher, PepperSealer, SystemBootClock, SystemSpools};
use aiia_keys_test_support::{
    Role, TestDatabase,
    secrets::{Secrets, Told},
};
use aiia_keys_usecases::{
    Env, Verification, key, organization,
    rate::RateMeter,
    usage::{UsageRecorder, flush},
};
use aiia_keys_verifier::{LeasePolicy, Limits, Verifier};
use async_trait::async_trait;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) use answer::Answer;
pub(crate) use clock::TestClock;
pub(crate) use entropy::TestEntropy;
pub(crate) use form::Form;
pub(crate) use people::{PASSWORD, Person, from_this_origin, with_session};
pub(crate) use sample::{Body, Sample};
pub(crate) use subject::Subject;

/// 24 hours. The clock of a test begins at 2027-01-15T08:00:00Z.
pub(crate) const DAY: Duration = Duration::from_hours(24);

/// Bytes of the largest file that is taken here.
pub(crate) const MAX_FILE: u64 = 100_000;

/// What digests of keys are made with here.
const PEPPER: &[u8; 32] = b"pepper of the tests of the API..";

pub(crate) struct World {
    pub(crate) state: Data<State>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) entropy: Arc<TestEntropy>,
    pub(crate) env: Arc<Env>,
    pub(crate) assurance: assurance::Env,
    pub(crate) ours: OrganizationId,
    pub(crate) theirs: OrganizationId,
    /// May do everything in `ours`.
    pub(crate) admin: IssuedKey,
    pool: PgPool,
    usage: Arc<UsageRecorder>,
    /// What answers from memory here.
    pub(crate) verifier: Arc<Verifier>,
    /// Where evidence is kept.
    pub(crate) files: TempDir,
    // Dropped last: nobody is connected any more.
    pub(crate) database: TestDatabase,
}

/// A key that was generated for a test.
#[derive(Clone)]
pub(crate) struct IssuedKey {
    pub(crate) id: KeyId,
    pub(crate) secret: String,
}

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

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let database = TestDatabase::create().await.unwrap();
        let clock = Arc::new(TestClock::default());
        let entropy = Arc::new(TestEntropy::default());
        let files = tempfile::tempdir().unwrap();
        let Environments {
            env,
            assurance,
            pool,
        } = environments(&url(&database), (&clock, &entropy), files.path());
        let env = Arc::new(env);
        let ours = found(&env, "ours", "ours").await;
        let theirs = found(&env, "theirs", "theirs").await;
        let admin = issue(&env, ours, ("A key", "admin:*")).await;
        let served = environments(&url(&database), (&clock, &entropy), files.path());
        let usage = Arc::clone(&served.env.usage);
        let verifier = Arc::clone(&served.env.verification.verifier);
        let options = Options {
            parts: vec![Box::new(Database(pool.clone()))],
            ..options
        };
        Self {
            state: Data::new(served.state(options)),
            clock,
            entropy,
            env,
            assurance,
            ours,
            theirs,
            admin,
            pool,
            usage,
            verifier,
            files,
            database,
        }
    }

    /// A key of `ours` with these scopes, valid for 90 days.
    pub(crate) async fn key(&self, scopes: &str) -> IssuedKey {
        self.key_of(self.ours, scopes).await
    }

    pub(crate) async fn key_of(&self, organization: OrganizationId, scopes: &str) -> IssuedKey {
        self.key_called(organization, ("A key", scopes)).await
    }

    /// A key with this label and these scopes.
    pub(crate) async fn key_called(
        &self,
        organization: OrganizationId,
        key: (&str, &str),
    ) -> IssuedKey {
        issue(&self.env, organization, key).await
    }

    /// One more organization, with this short name and name.
    pub(crate) async fn found(&self, slug: &str, name: &str) -> OrganizationId {
        found(&self.env, slug, name).await
    }

    pub(crate) async fn revoke(&self, organization: OrganizationId, id: KeyId) {
        let command = key::revoke::Command { id, reason: None };
        key::revoke::revoke(&self.env, &operator(organization), command)
            .await
            .unwrap();
    }

    /// Stores what was counted, as the service does every few seconds.
    pub(crate) async fn flush(&self) {
        let store = PgStore::new(self.pool.clone());
        let flushed = flush::flush(&store, &self.usage).await;
        assert!(flushed.failures.is_empty(), "{flushed:?}");
    }

    /// The state of another node on the same database.
    pub(crate) fn another_state(&self, options: Options) -> State {
        self.environments(&url(&self.database)).state(options)
    }

    /// Takes the database away from what asks for its health.
    pub(crate) fn cut_off(&self) {
        self.pool.close();
    }

    /// A state whose database cannot be reached: there is no socket at its address.
    pub(crate) fn cut_off_state(&self) -> Data<State> {
        let url: DatabaseUrl = "postgresql://aiia_app@127.0.0.1:1/x?sslmode=disable"
            .parse()
            .unwrap();
        Data::new(self.environments(&url).state(Options::default()))
    }

    fn environments(&self, url: &DatabaseUrl) -> Environments {
        environments(url, (&self.clock, &self.entropy), self.files.path())
    }

    /// What the service answers.
    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        self.send_to(self.state.clone(), request).await
    }

    /// What a service with this state answers.
    pub(crate) async fn send_to(&self, state: Data<State>, request: TestRequest) -> Answer {
        let app = init_service(application(state)).await;
        let response = match try_call_service(&app, request.to_request()).await {
            Ok(response) => response.into_parts().1,
            Err(error) => error.error_response(),
        };
        Answer::of(response).await
    }

    /// The same, called by the key that may do everything.
    pub(crate) async fn call(&self, request: TestRequest) -> Answer {
        self.send(presenting(request, &self.admin.secret)).await
    }

    /// Everything that is stored, to see that nothing changed.
    pub(crate) async fn everything(&self) -> Vec<String> {
        let client = self.database.connect(Role::Admin).await.unwrap();
        let query = "SELECT 'key ' || k::text FROM api_key k \
                     UNION ALL SELECT 'organization ' || o::text FROM organization o \
                     UNION ALL SELECT 'member ' || m::text FROM member m \
                     UNION ALL SELECT 'invitation ' || i::text FROM invitation i \
                     UNION ALL SELECT 'session ' || id || coalesce(ended_at::text, '') FROM session \
                     UNION ALL SELECT 'done ' || d::text FROM done_request d \
                     UNION ALL SELECT 'setup ' || s::text FROM setup s \
                     UNION ALL SELECT 'entry ' || t::text FROM trail_entry t \
                     UNION ALL SELECT 'entity ' || e::text FROM entity e \
                     UNION ALL SELECT 'finding ' || f::text FROM finding f \
                     UNION ALL SELECT 'recommendation ' || r::text FROM recommendation r \
                     UNION ALL SELECT 'plan ' || p::text FROM action_plan p \
                     UNION ALL SELECT 'move ' || l::text FROM remediation_log_entry l \
                     UNION ALL SELECT 'procedure ' || t::text FROM test_procedure t \
                     UNION ALL SELECT 'evidence ' || e::text FROM evidence e WHERE size IS NOT NULL \
                     UNION ALL SELECT 'connector ' || c::text FROM connector c \
                     UNION ALL SELECT 'run ' || r::text FROM connector_run r \
                     UNION ALL SELECT 'attachment ' || a::text FROM evidence_attachment a ORDER BY 1";
        let rows = client.query(query, &[]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}

fn url(database: &TestDatabase) -> DatabaseUrl {
    database.url(Role::App).parse().unwrap()
}

/// What a service stands on.
struct Environments {
    env: Env,
    assurance: assurance::Env,
    pool: PgPool,
}

impl Environments {
    fn state(self, options: Options) -> State {
        State::new(self.env, self.assurance, options)
    }
}

/// Takes every run and does none: what a run does is tested with the real program.
fn idle_launcher() -> MockRunLauncher {
    let mut launcher = MockRunLauncher::new();
    launcher.expect_reserve().returning(|| {
        let mut slot = MockRunSlot::new();
        slot.expect_launch().return_const(());
        Ok(Box::new(slot))
    });
    launcher
}

fn environments(
    url: &DatabaseUrl,
    (clock, entropy): (&Arc<TestClock>, &Arc<TestEntropy>),
    files: &Path,
) -> Environments {
    let connector = Connector::new(url, PoolOptions::default()).unwrap();
    let pool = PgPool::new(&connector);
    Secrets::issued().add_bytes("pepper", PEPPER);
    let pepper = Pepper::new(PepperId::new(1), *PEPPER);
    let boot_clock: Arc<dyn BootClock> = Arc::new(SystemBootClock);
    let policy = LeasePolicy::default();
    let barrier =
        PgRevocationBarrier::new(connector.clone(), Arc::clone(&boot_clock), policy.length());
    let verification = Verification {
        verifier: Verifier::new(Limits::default(), policy).0,
        boot_clock: Arc::new(Arc::clone(clock).since_boot()),
        barrier: Box::new(barrier),
    };
    let env = Env {
        verification,
        store: Box::new(PgStore::new(pool.clone())),
        locator: Box::new(PgKeyLocator::new(&connector, NonZeroU16::MIN)),
        directory: Box::new(PgOrganizationDirectory::new(pool.clone())),
        passwords: Box::new(Told(Argon2PasswordHasher::new().unwrap())),
        clock: Arc::new(Arc::clone(clock).shared()),
        entropy: Box::new(Told(Arc::clone(entropy).shared())),
        format: KeyFormat::aiia(Environment::Live),
        peppers: PepperRing::new(pepper, []).unwrap(),
        catalog: Catalog::aiia(),
        session_limits: SessionLimits::default(),
        usage: Arc::new(UsageRecorder::new(&Catalog::aiia())),
        rates: RateMeter::default(),
    };
    let sealer = PepperSealer::new(&env.peppers);
    let assurance = assurance::Env {
        store: Box::new(PgStore::new(pool.clone())),
        clock: Box::new(Arc::clone(clock).shared()),
        entropy: Box::new(Told(Arc::clone(entropy).shared())),
        spools: Box::new(SystemSpools),
        evidence: Box::new(ObjectEvidenceStore::in_folder(files)),
        evidence_rules: EvidenceRules {
            maximum_size: MAX_FILE,
            ..EvidenceRules::default()
        },
        sealer: Box::new(sealer),
        runs: Box::new(idle_launcher()),
        connector_rules: ConnectorRules::default(),
    };
    Environments {
        env,
        assurance,
        pool,
    }
}

async fn found(env: &Env, slug: &str, name: &str) -> OrganizationId {
    let command = organization::found::Command {
        slug: slug.parse().unwrap(),
        name: OrganizationName::new(name).unwrap(),
        policy: Policy::default(),
    };
    let founded = organization::found::found(env, command).await.unwrap();
    founded.value.id()
}

async fn issue(
    env: &Env,
    organization: OrganizationId,
    (label, scopes): (&str, &str),
) -> IssuedKey {
    let command = key::generate::Command {
        label: Label::new(label).unwrap(),
        scopes: scopes.parse().unwrap(),
        sources: SourceAddresses::Anywhere,
        expiration: Expiration::Days90,
        rate_limit: None,
    };
    let generated = key::generate::generate(env, &operator(organization), command)
        .await
        .unwrap();
    IssuedKey {
        id: generated.key.value.data().id,
        secret: generated.secret.expose().to_owned(),
    }
}

/// Whoever runs the service, in an organization.
pub(crate) fn operator(organization: OrganizationId) -> Caller {
    Caller {
        actor: aiia_keys_domain::Actor::Operator,
        organization,
        authority: Authority::Operator,
        request: None,
    }
}

pub(crate) fn get(path: &str) -> TestRequest {
    request("GET", path)
}

/// A request from an address for documentation, with an id of its own.
pub(crate) fn request(method: &str, path: &str) -> TestRequest {
    TestRequest::with_uri(path)
        .method(Method::from_bytes(method.as_bytes()).unwrap())
        .peer_addr(SocketAddr::from(([203, 0, 113, 7], 4711)))
        .insert_header(("X-Request-Id", "test"))
}

pub(crate) fn post(path: &str, body: &Value) -> TestRequest {
    request("POST", path).set_json(body)
}

pub(crate) fn patch(path: &str, body: &Value) -> TestRequest {
    request("PATCH", path).set_json(body)
}

pub(crate) fn presenting(request: TestRequest, secret: &str) -> TestRequest {
    request.insert_header(("Authorization", format!("ApiKey {secret}")))
}
