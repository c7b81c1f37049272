//! A database with two tenants, and builders for what is stored in it.

use std::time::Duration;

use aiia_keys_domain::{
    Actor, Key, KeyData, KeyDigest, KeyId, KeyState, Label, Member, MemberId, MemberName,
    MemberState, NewMember, NonEmptyScopes, Organization, OrganizationId, OrganizationName,
    PepperId, Policy, Role as MemberRole, SourceAddresses, Subject, Timestamp, TrailDraft,
};
use aiia_keys_ports::{KeyCredential, Store as _, StoreError, UnitOfWork, Version};
use aiia_keys_postgres::{Connector, DatabaseUrl, PgPool, PgStore, PoolOptions};
use aiia_keys_test_support::{Role, TestDatabase};
use tokio_postgres::Client;
use uuid::Uuid;

/// A database with the tenants [`A`] and [`B`].
pub(crate) struct Place {
    pub(crate) store: PgStore,
    pub(crate) pool: PgPool,
    pub(crate) connector: Connector,
    // Dropped last: nobody is connected any more.
    pub(crate) database: TestDatabase,
}

pub(crate) const A: u128 = 0xa;
pub(crate) const B: u128 = 0xb;

impl Place {
    pub(crate) async fn new() -> Self {
        Self::with(PoolOptions::default()).await
    }

    pub(crate) async fn with(options: PoolOptions) -> Self {
        let place = Self::empty(options).await;
        for (id, slug) in [(A, "tenant-a"), (B, "tenant-b")] {
            let mut work = place.begin(id).await;
            work.organizations()
                .insert(&organization(id, slug))
                .await
                .unwrap();
            work.commit().await.unwrap();
        }
        place
    }

    pub(crate) async fn empty(options: PoolOptions) -> Self {
        let database = TestDatabase::create().await.unwrap();
        let url: DatabaseUrl = database.url(Role::App).parse().unwrap();
        let connector = Connector::new(&url, options).unwrap();
        let pool = PgPool::new(&connector);
        Self {
            store: PgStore::new(pool.clone()),
            pool,
            connector,
            database,
        }
    }

    pub(crate) async fn begin(&self, tenant: u128) -> Box<dyn UnitOfWork> {
        self.store.begin(org(tenant)).await.unwrap()
    }

    pub(crate) async fn admin(&self) -> Client {
        self.database.connect(Role::Admin).await.unwrap()
    }

    /// Stores keys in one unit of work.
    pub(crate) async fn insert(&self, tenant: u128, keys: &[Key]) {
        let mut work = self.begin(tenant).await;
        for key in keys {
            work.keys().insert(key, &credential_of(key)).await.unwrap();
        }
        work.commit().await.unwrap();
    }

    /// The key as it is stored now, if this tenant has it.
    pub(crate) async fn stored(&self, tenant: u128, id: KeyId) -> Option<(Key, Version)> {
        let found = self.begin(tenant).await.keys().find(id).await.unwrap();
        found.map(|stored| (stored.value, stored.version))
    }
}

pub(crate) fn org(id: u128) -> OrganizationId {
    OrganizationId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn key_id(id: u128) -> KeyId {
    KeyId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn member_id(id: u128) -> MemberId {
    MemberId::from_uuid(Uuid::from_u128(id))
}

/// So many seconds after an instant with microseconds.
pub(crate) fn at(seconds: u64) -> Timestamp {
    let origin = Timestamp::from_unix_micros(1_700_000_000_123_456).unwrap();
    origin.saturating_add(Duration::from_secs(seconds))
}

pub(crate) fn organization(id: u128, slug: &str) -> Organization {
    let name = OrganizationName::new(slug).unwrap();
    Organization::found(
        org(id),
        slug.parse().unwrap(),
        name,
        Policy::default(),
        at(0),
    )
    .0
}

/// The fields of a key of a tenant that was issued at the origin and lives for 1000 seconds.
pub(crate) fn key_data(tenant: u128, id: u128) -> KeyData {
    KeyData {
        id: key_id(id),
        organization: org(tenant),
        label: Label::new("key").unwrap(),
        scopes: scopes("read:findings"),
        rate_limit: None,
        sources: SourceAddresses::Anywhere,
        mask: "f3Ka".parse().unwrap(),
        created_at: at(0),
        created_by: Actor::Operator,
        expires_at: at(1000),
        predecessor: None,
        state: KeyState::Issued,
    }
}

pub(crate) fn key(tenant: u128, id: u128) -> Key {
    Key::from_stored(key_data(tenant, id))
}

pub(crate) fn scopes(text: &str) -> NonEmptyScopes {
    NonEmptyScopes::new(text.parse().unwrap()).unwrap()
}

/// A credential that no other key has.
pub(crate) fn credential(pepper: u16, seed: u128) -> KeyCredential {
    let mut digest = [0; 32];
    digest[..16].copy_from_slice(&seed.to_be_bytes());
    KeyCredential {
        pepper: PepperId::new(pepper),
        digest: KeyDigest::from_bytes(digest),
    }
}

pub(crate) fn credential_of(key: &Key) -> KeyCredential {
    credential(1, key.data().id.as_uuid().as_u128())
}

pub(crate) fn member(tenant: u128, id: u128, email: &str, role: MemberRole) -> Member {
    let new = NewMember {
        id: member_id(id),
        organization: org(tenant),
        email: email.parse().unwrap(),
        name: MemberName::new(email).unwrap(),
        role,
    };
    Member::from_stored(new, at(0), MemberState::Active)
}

pub(crate) fn draft(action: &str, seconds: u64) -> TrailDraft {
    TrailDraft::new(
        at(seconds),
        Actor::System,
        action.parse().unwrap(),
        Subject::Organization,
    )
}

pub(crate) fn is_conflict<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict(_)))
}

pub(crate) fn is_unavailable<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Unavailable(_)))
}

/// Returns once so many connections of this database wait for a lock; fails after 10 seconds.
pub(crate) async fn until_blocked(admin: &Client, waiting: i64) {
    let query = "SELECT count(*) FROM pg_stat_activity \
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    until(admin, query, waiting).await;
}

/// Returns once this query counts so many; fails after 10 seconds.
pub(crate) async fn until(admin: &Client, query: &str, count: i64) {
    let poll =
        async { while admin.query_one(query, &[]).await.unwrap().get::<_, i64>(0) != count {} };
    tokio::time::timeout(Duration::from_secs(10), poll)
        .await
        .expect(query);
}
