//! What tests of use cases stand on: mocks at every port, and a fixed time.

use std::sync::Arc;

use aiia_keys_domain::{
    Actor, Authority, BootInstant, Caller, Catalog, DoneRequest, Environment, Epoch, Expiration,
    IdempotencyKey, Invalidation, Issuer, Key, KeyFormat, KeyId, KeyMask, Label, Member, MemberId,
    MemberName, NewKey, NewMember, NonEmptyScopes, Organization, OrganizationId, OrganizationName,
    Pepper, PepperId, PepperRing, Policy, RequestDigest, Role, ScopeSet, SessionLimits,
    SourceAddresses, Subject, Timestamp, TrailDraft, TrailHead,
};
use aiia_keys_ports::{
    KeyCredential, Store, StoreError, Stored, UnitOfWork, Version,
    mock::{
        MockBootClock, MockClock, MockEntropy, MockKeyLocator, MockOrganizationDirectory,
        MockPasswordHasher, MockRevocationBarrier, MockStore, MockUnitOfWork,
    },
};
use aiia_keys_verifier::{LeasePolicy, Limits, Verifier};
use async_trait::async_trait;
use uuid::Uuid;

use crate::{Env, Verification, once::Named, rate::RateMeter, usage::UsageRecorder};

/// The instant at which every test happens.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_micros(1_800_000_000_000_000).unwrap()
}

pub(crate) fn organization_id() -> OrganizationId {
    OrganizationId::from_uuid(Uuid::from_u128(77))
}

pub(crate) fn organization() -> Organization {
    organization_with(Policy::default())
}

pub(crate) fn organization_with(policy: Policy) -> Organization {
    let name = OrganizationName::new("Example Audit").unwrap();
    let slug = "example-audit".parse().unwrap();
    Organization::found(organization_id(), slug, name, policy, now()).0
}

pub(crate) fn key_id(number: u128) -> KeyId {
    KeyId::from_uuid(Uuid::from_u128(number))
}

pub(crate) fn scopes(text: &str) -> ScopeSet {
    text.parse().unwrap()
}

/// An active key with these scopes, as it was stored.
pub(crate) fn stored_key(scope_text: &str) -> Stored<Key> {
    let organization = organization();
    let catalog = Catalog::aiia();
    let issuer = Issuer {
        actor: Actor::Operator,
        ceiling: &ScopeSet::top(),
        rate_ceiling: None,
        organization: &organization,
        catalog: &catalog,
    };
    let new = NewKey {
        id: key_id(1),
        label: Label::new("Nightly export").unwrap(),
        scopes: scopes(scope_text),
        sources: SourceAddresses::Anywhere,
        expiration: Expiration::Days90,
        rate_limit: None,
        mask: "f3Ka".parse::<KeyMask>().unwrap(),
    };
    let (value, _) = Key::generate(new, 0, &issuer, now()).unwrap();
    Stored {
        value,
        version: Version::new(4),
    }
}

pub(crate) fn member(role: Role) -> Caller {
    caller(Authority::Member(role))
}

pub(crate) fn program(scope_text: &str) -> Caller {
    caller(Authority::Key {
        scopes: NonEmptyScopes::new(scopes(scope_text)).unwrap(),
        rate_limit: None,
    })
}

/// A program whose key may be used only so often.
pub(crate) fn program_limited(scope_text: &str, limit: &str) -> Caller {
    caller(Authority::Key {
        scopes: NonEmptyScopes::new(scopes(scope_text)).unwrap(),
        rate_limit: Some(limit.parse().unwrap()),
    })
}

fn caller(authority: Authority) -> Caller {
    Caller {
        actor: Actor::Operator,
        organization: organization_id(),
        authority,
        request: None,
    }
}

pub(crate) fn member_id(number: u128) -> MemberId {
    MemberId::from_uuid(Uuid::from_u128(number))
}

/// A member as stored; the first one is Ada.
pub(crate) fn stored_member(number: u128, role: Role) -> Stored<Member> {
    let new = NewMember {
        id: member_id(number),
        organization: organization_id(),
        email: format!("ada{number}@example.com").parse().unwrap(),
        name: MemberName::new("Ada").unwrap(),
        role,
    };
    Stored {
        value: Member::join(new, now()).0,
        version: Version::new(2),
    }
}

/// A unit of work in the organization, which is there.
pub(crate) fn work() -> MockUnitOfWork {
    let mut work = MockUnitOfWork::new(organization_id());
    work.organizations.expect_find().returning(|| {
        Ok(Some(Stored {
            value: organization(),
            version: Version::FIRST,
        }))
    });
    work
}

/// Expects exactly these actions in the trail, in this order.
pub(crate) fn expect_trail(work: &mut MockUnitOfWork, actions: &'static [&'static str]) {
    let mut left = actions.iter();
    work.trail
        .expect_append()
        .times(actions.len())
        .returning(move |draft: TrailDraft| {
            assert_eq!(Some(&draft.action.as_str()), left.next());
            Ok(TrailHead::genesis(organization_id()).append(draft).0)
        });
}

/// A request that its caller named.
pub(crate) fn named() -> Named {
    Named {
        key: IdempotencyKey::new("8e03978e-40d5-43e8-bc93-6894a57f9324").unwrap(),
        request: RequestDigest::of("POST /api/v1/example", b"{}"),
    }
}

/// That request, as it was done at some time.
pub(crate) fn done(made: Subject, at: Timestamp) -> DoneRequest {
    let Named { key, request } = named();
    DoneRequest {
        actor: Actor::Operator,
        key,
        request,
        made,
        at,
    }
}

/// Expects that the named request is looked up, once, and gives what was done under its name.
pub(crate) fn expect_look(work: &mut MockUnitOfWork, found: Option<DoneRequest>) {
    work.idempotency
        .expect_find()
        .once()
        .withf(|actor, key| *actor == Actor::Operator && *key == named().key)
        .return_once(|_, _| Ok(found));
}

/// Expects that the named request is noted now, once, with what it made.
pub(crate) fn expect_note(work: &mut MockUnitOfWork, made: Subject) {
    work.idempotency
        .expect_save()
        .once()
        .return_once(move |noted| {
            assert_eq!(*noted, done(made, now()));
            Ok(())
        });
}

/// Expects exactly one invalidation, and answers with epoch 8.
pub(crate) fn expect_invalidation(work: &mut MockUnitOfWork, expected: Invalidation) {
    work.revocations
        .expect_invalidate()
        .once()
        .returning(move |what| {
            assert_eq!(what, expected);
            Ok(Epoch::new(8))
        });
}

/// Expects exactly these waits for other nodes, in this order.
pub(crate) fn expect_waits(env: &mut Env, epochs: &'static [Option<u64>]) {
    let mut left = epochs.iter();
    let mut barrier = MockRevocationBarrier::new();
    barrier
        .expect_pass()
        .times(epochs.len())
        .returning(move |epoch| {
            assert_eq!(left.next(), Some(&epoch.map(Epoch::get)));
            Ok(())
        });
    env.verification.barrier = Box::new(barrier);
}

/// A node without a lease, at an instant that does not pass, alone.
fn verification() -> Verification {
    let mut boot_clock = MockBootClock::new();
    boot_clock
        .expect_now()
        .return_const(BootInstant::from_nanos(1));
    let mut barrier = MockRevocationBarrier::new();
    barrier.expect_pass().returning(|_| Ok(()));
    Verification {
        verifier: Verifier::new(Limits::default(), LeasePolicy::default()).0,
        boot_clock: Arc::new(boot_clock),
        barrier: Box::new(barrier),
    }
}

/// An environment around prepared storage, and that storage to ask afterwards.
pub(crate) fn env(store: MockStore) -> (Env, Arc<MockStore>) {
    let store = Arc::new(store);
    let mut clock = MockClock::new();
    clock.expect_now().return_const(now());
    let mut entropy = MockEntropy::new();
    entropy.expect_fill().returning(|bytes| {
        bytes.fill(7);
        Ok(())
    });
    let env = Env {
        store: Box::new(Shared(Arc::clone(&store))),
        locator: Box::new(MockKeyLocator::new()),
        verification: verification(),
        directory: Box::new(MockOrganizationDirectory::new()),
        passwords: Box::new(MockPasswordHasher::new()),
        clock: Arc::new(clock),
        entropy: Box::new(entropy),
        format: KeyFormat::aiia(Environment::Live),
        peppers: PepperRing::new(
            Pepper::new(PepperId::new(2), [2; 32]),
            [Pepper::new(PepperId::new(1), [1; 32])],
        )
        .unwrap(),
        catalog: Catalog::aiia(),
        session_limits: SessionLimits::default(),
        usage: Arc::new(UsageRecorder::new(&Catalog::aiia())),
        rates: RateMeter::default(),
    };
    (env, store)
}

/// A key string of this environment, and what it is stored under.
pub(crate) fn issued_key(env: &Env) -> (String, KeyCredential) {
    let secret = env.format.generate([9; 32]);
    let (pepper, digest) = env.peppers.digests(&secret.as_presented()).next().unwrap();
    (secret.expose().to_owned(), KeyCredential { pepper, digest })
}

struct Shared(Arc<MockStore>);

#[async_trait]
impl Store for Shared {
    async fn begin(&self, tenant: OrganizationId) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.0.begin(tenant).await
    }
}
