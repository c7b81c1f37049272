//! The database, what is stored in it, and the operations through our ports.

use std::{
    env,
    num::NonZeroU16,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use aiia_keys_domain::{
    Actor, Key, KeyData, KeyDigest, KeyId, KeyState, Label, NonEmptyScopes, OrganizationId,
    PepperId, SourceAddresses, Timestamp, TrailDraft,
};
use aiia_keys_ports::{KeyCredential, KeyLocator as _, Store as _};
use aiia_keys_postgres::{Connector, DatabaseUrl, PgKeyLocator, PgPool, PgStore, PoolOptions};
use aiia_keys_test_support::{Role, TestDatabase};
use criterion::Bencher;
use diesel_async::AsyncPgConnection;
use futures_util::future::join_all;
use tokio::{
    runtime::{Builder, Runtime},
    sync::Mutex,
};
use uuid::Uuid;

use crate::by_hand::Client;

/// How many callers there are at once.
pub(crate) const CALLERS: usize = 16;
/// How many tenants share the keys.
const TENANTS: u32 = 10;
/// How many of the stored keys are asked for.
const ASKED: i64 = 10_000;

pub(crate) struct Place {
    runtime: Runtime,
    keys: u32,
    store: PgStore,
    locator: PgKeyLocator,
    /// One for each caller.
    pub(crate) clients: Vec<Client>,
    pub(crate) diesel: Vec<Mutex<AsyncPgConnection>>,
    /// Tenant, id and digest of stored keys, in no order.
    asked: Vec<(Uuid, Uuid, [u8; 32])>,
    made: AtomicU64,
    _database: TestDatabase,
}

impl Place {
    /// Made by the first benchmark, shared by all.
    pub(crate) fn get() -> &'static Self {
        static PLACE: OnceLock<Place> = OnceLock::new();
        PLACE.get_or_init(Self::make)
    }

    fn make() -> Self {
        let keys = env::var("AIIA_BENCH_KEYS").map_or(10_000, |keys| keys.parse().unwrap());
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (database, connector, clients, diesel, asked) = runtime.block_on(async {
            let database = TestDatabase::create().await.unwrap();
            let asked = seed(&database, keys).await;
            let url: DatabaseUrl = database.url(Role::App).parse().unwrap();
            let connector = Connector::new(&url, PoolOptions::default()).unwrap();
            let (mut clients, mut diesel) = (Vec::new(), Vec::new());
            for _ in 0..CALLERS {
                clients.push(Client::new(connector.connect().await.unwrap()).await);
                diesel.push(Mutex::new(connector.connect_diesel().await.unwrap()));
            }
            (database, connector, clients, diesel, asked)
        });
        Self {
            runtime,
            keys,
            store: PgStore::new(PgPool::new(&connector)),
            locator: PgKeyLocator::new(&connector, NonZeroU16::new(4).unwrap()),
            clients,
            diesel,
            asked,
            made: AtomicU64::new(0),
            _database: database,
        }
    }

    pub(crate) fn group(&self, name: &str) -> String {
        match self.keys {
            1_000_000 => format!("{name} of 1 M keys"),
            10_000 => format!("{name} of 10 k keys"),
            keys => format!("{name} of {keys} keys"),
        }
    }

    /// The key that is asked for at this turn.
    pub(crate) fn asked(&self, turn: usize) -> (Uuid, Uuid, [u8; 32]) {
        self.asked[turn.wrapping_mul(7919) % self.asked.len()]
    }

    /// A key that was never stored, of the tenant of this turn, and its digest.
    pub(crate) fn new_key(&self, turn: usize) -> (Key, KeyCredential) {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let mut digest = [0xff; 32];
        digest[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
        let data = KeyData {
            id: KeyId::from_uuid(Uuid::from_u128(u128::from(number) | 1 << 100)),
            organization: OrganizationId::from_uuid(self.asked(turn).0),
            label: Label::new("ServiceNow Integration Key").unwrap(),
            scopes: NonEmptyScopes::new("read:findings write:evidence".parse().unwrap()).unwrap(),
            sources: SourceAddresses::Anywhere,
            rate_limit: None,
            mask: "f3Ka".parse().unwrap(),
            created_at: now(),
            created_by: Actor::Operator,
            expires_at: Timestamp::MAX,
            predecessor: None,
            state: KeyState::Issued,
        };
        let digest = KeyDigest::from_bytes(digest);
        (
            Key::from_stored(data),
            KeyCredential {
                pepper: PepperId::new(1),
                digest,
            },
        )
    }

    pub(crate) async fn look_up(&'static self, _: usize, turn: usize) {
        let digest = KeyDigest::from_bytes(self.asked(turn).2);
        let candidates = [KeyCredential {
            pepper: PepperId::new(1),
            digest,
        }];
        assert!(self.locator.locate(&candidates).await.unwrap().is_some());
    }

    pub(crate) async fn tenant_read(&'static self, _: usize, turn: usize) {
        let (tenant, id, _) = self.asked(turn);
        let mut work = self
            .store
            .begin(OrganizationId::from_uuid(tenant))
            .await
            .unwrap();
        assert!(
            work.keys()
                .find(KeyId::from_uuid(id))
                .await
                .unwrap()
                .is_some()
        );
        work.commit().await.unwrap();
    }

    pub(crate) async fn generate(&'static self, _: usize, turn: usize) {
        let (key, credential) = self.new_key(turn);
        let mut work = self.store.begin(key.data().organization).await.unwrap();
        work.keys().insert(&key, &credential).await.unwrap();
        work.trail().append(draft(&key)).await.unwrap();
        work.commit().await.unwrap();
    }
}

pub(crate) fn draft(key: &Key) -> TrailDraft {
    let action = "key.generated".parse().unwrap();
    TrailDraft::new(
        now(),
        Actor::Operator,
        action,
        aiia_keys_domain::Subject::Key(key.data().id),
    )
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_micros(1_800_000_000_000_000).unwrap()
}

/// Sixteen callers share the iterations; each has a number, and each operation a turn.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub(crate) fn measure<F>(
    bencher: &mut Bencher<'_>,
    place: &'static Place,
    operation: impl Fn(&'static Place, usize, usize) -> F + Copy + Send + Sync + 'static,
) where
    F: Future<Output = ()> + Send,
{
    bencher.iter_custom(|iterations| {
        place.runtime.block_on(async {
            let callers = u64::try_from(CALLERS).unwrap();
            let each = usize::try_from(iterations.div_ceil(callers)).unwrap();
            let start = std::time::Instant::now();
            let tasks = (0..CALLERS).map(|caller| {
                tokio::spawn(async move {
                    for turn in 0..each {
                        operation(place, caller, turn * CALLERS + caller).await;
                    }
                })
            });
            for task in join_all(tasks).await {
                task.unwrap();
            }
            let total = u32::try_from(each * CALLERS).unwrap();
            (start.elapsed() / total).saturating_mul(u32::try_from(iterations).unwrap_or(u32::MAX))
        })
    });
}

async fn seed(database: &TestDatabase, keys: u32) -> Vec<(Uuid, Uuid, [u8; 32])> {
    let admin = database.connect(Role::Admin).await.unwrap();
    let seeding = format!(
        "INSERT INTO organization
         SELECT lpad(to_hex(t), 32, '0')::uuid, 'tenant-' || t, 'Tenant', 366, 90, '{{admin:*}}', 1000,
                false, now(), NULL, 1
         FROM generate_series(1, {TENANTS}) t;
         INSERT INTO api_key (org_id, id, label, scopes, last_four, pepper, digest, created_at,
                              created_by, expires_at, version)
         SELECT lpad(to_hex(n % {TENANTS} + 1), 32, '0')::uuid, md5(n::text)::uuid,
                'ServiceNow Integration Key', '{{read:findings,write:evidence}}', 'f3Ka', 1,
                decode(md5(n || 'a') || md5(n || 'b'), 'hex'),
                timestamptz '2026-01-01' + n * interval '1 second', 'operator', '2200-01-01', 1
         FROM generate_series(1, {keys}) n;
         VACUUM ANALYZE organization, api_key"
    );
    for statement in seeding.split(';') {
        admin.batch_execute(statement).await.unwrap();
    }
    let sample = "SELECT org_id, id, digest FROM api_key ORDER BY digest LIMIT $1";
    let rows = admin.query(sample, &[&ASKED]).await.unwrap();
    rows.iter()
        .map(|row| {
            (
                row.get(0),
                row.get(1),
                row.get::<_, &[u8]>(2).try_into().unwrap(),
            )
        })
        .collect()
}
