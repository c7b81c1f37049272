//! The service that is visited.

use std::{
    net::TcpListener,
    num::{NonZeroU16, NonZeroUsize},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use aiia_keys_assurance::{
    self as assurance, ConnectorRules, EvidenceRules,
    mock::{MockEvidenceStore, MockRunLauncher},
};
use aiia_keys_domain::{
    Caller, Catalog, Environment, Expiration, KeyFormat, KeyId, Label, MemberName, OrganizationId,
    OrganizationName, Password, Pepper, PepperId, PepperRing, Policy, Role, SessionLimits,
    SourceAddresses, Timestamp,
};
use aiia_keys_http_actix::{Options, ServeOptions, State, serve};
use aiia_keys_ports::{BootClock, Clock, mock::MockSealer};
use aiia_keys_postgres::{
    Connector, DatabaseUrl, PgKeyLocator, PgOrganizationDirectory, PgPool, PgStore, PoolOptions,
    revocation::PgRevocationBarrier,
};
use aiia_keys_system::{Argon2PasswordHasher, SystemBootClock, SystemEntropy, SystemSpools};
use aiia_keys_test_support::{
    Role as DatabaseRole, TestDatabase,
    secrets::{Secrets, Told},
};
use aiia_keys_usecases::{
    Env, Verification, key,
    member::{accept, add},
    organization,
    rate::RateMeter,
    setup,
    usage::{UsageRecorder, flush},
    verify,
};
use aiia_keys_verifier::{LeasePolicy, Limits, Verifier};
use tokio::{sync::oneshot, task::JoinHandle};
use uuid::Uuid;

use super::Browser;

/// The password of every member.
pub(crate) const PASSWORD: &str = "correct horse battery staple";
/// What digests of keys are made with here.
const PEPPER: &[u8; 32] = b"pepper of the tests of the pages";

pub(crate) struct World {
    pub(crate) env: Env,
    pub(crate) clock: Arc<TestClock>,
    /// The organization that tests are about, where there is one.
    pub(crate) ours: OrganizationId,
    pub(crate) base: String,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<std::io::Result<()>>,
    database: TestDatabase,
}

/// Stands still until it is moved. It begins at 2027-01-15T08:00:00Z.
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn advance(&self, span: Duration) {
        self.0
            .fetch_add(i64::try_from(span.as_micros()).unwrap(), Ordering::SeqCst);
    }
}

struct Shared(Arc<TestClock>);

impl Clock for Shared {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.0.0.load(Ordering::SeqCst)).unwrap()
    }
}

impl World {
    /// Two organizations, each with an owner, an administrator and an auditor.
    pub(crate) async fn new() -> Self {
        let mut world = Self::empty().await;
        let ours = found(&world.env, "example-audit", "Example Audit").await;
        let named = "Other <script>window.hurt=1</script> Audit";
        let theirs = found(&world.env, "other-audit", named).await;
        for organization in [ours, theirs] {
            for role in Role::ALL {
                world.join(organization, role).await;
            }
        }
        world.ours = ours;
        world
    }

    /// A system that was never set up, and the path of the link that it prints then.
    pub(crate) async fn first_start() -> (Self, String) {
        let world = Self::empty().await;
        let token = setup::issue::issue(&world.env).await.unwrap().unwrap();
        (world, format!("/setup/{}", token.expose()))
    }

    /// The service on an empty database.
    async fn empty() -> Self {
        let database = TestDatabase::create().await.unwrap();
        let url: DatabaseUrl = database.url(DatabaseRole::App).parse().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(1_800_000_000_000_000)));
        let (env, _) = environments(&url, &clock);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (own, assurance) = environments(&url, &clock);
        let state = State::new(own, assurance, Options::default());
        let options = ServeOptions {
            workers: Some(NonZeroUsize::MIN),
            ..ServeOptions::default()
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(serve(listener, state, options, async move {
            let _ = stopped.await;
        }));
        Self {
            env,
            clock,
            ours: OrganizationId::from_uuid(Uuid::nil()),
            base,
            stop: Some(stop),
            server,
            database,
        }
    }

    async fn join(&self, organization: OrganizationId, role: Role) {
        let name = format!("An {role}");
        let command = add::Command {
            email: format!("{role}@example.com").parse().unwrap(),
            name: MemberName::new(&name).unwrap(),
            role,
        };
        let operator = Caller::operator(organization);
        let invited = add::add(&self.env, &operator, command).await.unwrap();
        let command = accept::Command {
            organization,
            token: invited.token,
            password: Password::new(PASSWORD).unwrap(),
            request: None,
        };
        accept::accept(&self.env, command).await.unwrap();
    }

    /// A key of `ours`.
    pub(crate) async fn key(&self, label: &str, scopes: &str, expiration: Expiration) -> KeyId {
        let command = key::generate::Command {
            label: Label::new(label).unwrap(),
            scopes: scopes.parse().unwrap(),
            sources: SourceAddresses::Anywhere,
            expiration,
            rate_limit: None,
        };
        let operator = Caller::operator(self.ours);
        let generated = key::generate::generate(&self.env, &operator, command)
            .await
            .unwrap();
        generated.key.value.data().id
    }

    /// A key of `ours` that a program used for a scope, so many times.
    pub(crate) async fn used_key(&self, label: &str, scopes: &str, used: &[(&str, u8)]) -> KeyId {
        let command = key::generate::Command {
            label: Label::new(label).unwrap(),
            scopes: scopes.parse().unwrap(),
            sources: SourceAddresses::Anywhere,
            expiration: Expiration::OneYear,
            rate_limit: None,
        };
        let operator = Caller::operator(self.ours);
        let generated = key::generate::generate(&self.env, &operator, command)
            .await
            .unwrap();
        for (scope, times) in used {
            let scope = scope.parse().unwrap();
            for _ in 0..*times {
                self.clock.advance(Duration::from_hours(10));
                let secret = generated.secret.expose();
                // One that is denied is counted too.
                let _ = verify::verify(&self.env, secret, Some(&scope), None).await;
            }
        }
        flush::flush(&*self.env.store, &self.env.usage).await;
        generated.key.value.data().id
    }

    /// One more member of `ours`, who has no password.
    pub(crate) async fn member(&self, name: &str) {
        let mut id = [0; 8];
        self.env.entropy.fill(&mut id).unwrap();
        let command = add::Command {
            email: format!("m{}@example.com", u64::from_be_bytes(id))
                .parse()
                .unwrap(),
            name: MemberName::new(name).unwrap(),
            role: Role::Auditor,
        };
        add::add(&self.env, &Caller::operator(self.ours), command)
            .await
            .unwrap();
    }

    /// Changes an entry of the trail behind the service's back.
    pub(crate) async fn tamper(&self) {
        let client = self.database.connect(DatabaseRole::Admin).await.unwrap();
        let script = "SET session_replication_role = replica; \
                      UPDATE trail_entry SET actor = 'system' WHERE sequence = 4";
        client.batch_execute(script).await.unwrap();
    }

    /// A browser, signed in to `ours` with a role.
    pub(crate) async fn visit(&self, role: Role) -> Browser {
        let browser = Browser::start(&self.base).await;
        self.sign_in(&browser, "example-audit", role).await;
        browser
    }

    pub(crate) async fn sign_in(&self, browser: &Browser, organization: &str, role: Role) {
        browser.goto("/sign-in").await;
        browser.fill("#organization", organization).await;
        browser.fill("#email", &format!("{role}@example.com")).await;
        browser.fill("#password", PASSWORD).await;
        browser.click("button[type=submit]").await;
        browser.see("#results").await;
    }

    /// Ends the service in good order.
    pub(crate) async fn end(mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        self.server.await.unwrap().unwrap();
    }
}

fn environments(url: &DatabaseUrl, clock: &Arc<TestClock>) -> (Env, assurance::Env) {
    let connector = Connector::new(url, PoolOptions::default()).unwrap();
    let pool = PgPool::new(&connector);
    Secrets::issued().add_bytes("pepper", PEPPER);
    let pepper = Pepper::new(PepperId::new(1), *PEPPER);
    let assurance = assurance::Env {
        store: Box::new(PgStore::new(pool.clone())),
        clock: Box::new(Shared(Arc::clone(clock))),
        entropy: Box::new(Told(SystemEntropy)),
        spools: Box::new(SystemSpools),
        // No page shows evidence.
        evidence: Box::new(MockEvidenceStore::new()),
        evidence_rules: EvidenceRules::default(),
        // No page shows connectors.
        sealer: Box::new(MockSealer::new()),
        runs: Box::new(MockRunLauncher::new()),
        connector_rules: ConnectorRules::default(),
    };
    let boot_clock: Arc<dyn BootClock> = Arc::new(SystemBootClock);
    let policy = LeasePolicy::default();
    let barrier =
        PgRevocationBarrier::new(connector.clone(), Arc::clone(&boot_clock), policy.length());
    let verification = Verification {
        verifier: Verifier::new(Limits::default(), policy).0,
        boot_clock,
        barrier: Box::new(barrier),
    };
    let env = Env {
        verification,
        store: Box::new(PgStore::new(pool.clone())),
        locator: Box::new(PgKeyLocator::new(&connector, NonZeroU16::MIN)),
        directory: Box::new(PgOrganizationDirectory::new(pool)),
        passwords: Box::new(Told(Argon2PasswordHasher::new().unwrap())),
        clock: Arc::new(Shared(Arc::clone(clock))),
        entropy: Box::new(Told(SystemEntropy)),
        format: KeyFormat::aiia(Environment::Live),
        peppers: PepperRing::new(pepper, []).unwrap(),
        catalog: Catalog::aiia(),
        session_limits: SessionLimits::default(),
        usage: Arc::new(UsageRecorder::new(&Catalog::aiia())),
        rates: RateMeter::default(),
    };
    (env, assurance)
}

async fn found(env: &Env, slug: &str, name: &str) -> OrganizationId {
    let command = organization::found::Command {
        slug: slug.parse().unwrap(),
        name: OrganizationName::new(name).unwrap(),
        policy: Policy::default(),
    };
    organization::found::found(env, command)
        .await
        .unwrap()
        .value
        .id()
}
