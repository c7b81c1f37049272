//! What counting a use costs a verification.
//!
//! `cargo xtask bench usage` runs it and writes the figures to `docs/benchmarks.md`.

use std::hint::black_box;

use aiia_keys_domain::{
    Catalog, Grant, KeyId, NonEmptyScopes, OrganizationId, Outcome, Scope, ScopeSet,
    SourceAddresses, Standing, Timestamp,
};
use aiia_keys_usecases::usage::UsageRecorder;
use criterion::{Criterion, criterion_group, criterion_main};
use uuid::Uuid;

/// As many keys as are in use at the target's load.
const KEYS: u64 = 10_000;

fn usage(c: &mut Criterion) {
    let (Ok(scope), Ok(scopes)) = ("read:findings".parse(), "read:*".parse::<ScopeSet>()) else {
        return;
    };
    let Ok(scopes) = NonEmptyScopes::new(scopes) else {
        return;
    };
    let grants: Vec<Grant> = (0..KEYS).map(|number| grant(number, &scopes)).collect();
    let recorder = UsageRecorder::new(&Catalog::aiia());
    let count = |grant: &Grant, scope: &Scope| {
        let now = Timestamp::UNIX_EPOCH;
        recorder.count(grant, Some(scope), Outcome::Allowed, None, now);
    };

    let mut group = c.benchmark_group("usage");
    group.bench_function("one_key", |b| {
        b.iter(|| count(black_box(&grants[0]), black_box(&scope)));
    });
    group.bench_function("many_keys", |b| {
        let mut grants = grants.iter().cycle();
        b.iter(|| {
            if let Some(grant) = grants.next() {
                count(black_box(grant), black_box(&scope));
            }
        });
    });
    group.finish();
}

/// A key whose id is spread as random ones are.
fn grant(number: u64, scopes: &NonEmptyScopes) -> Grant {
    let random = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Grant {
        key: KeyId::from_uuid(Uuid::from_u64_pair(random, random.rotate_left(32))),
        organization: OrganizationId::from_uuid(Uuid::from_u128(7)),
        scopes: scopes.clone(),
        sources: SourceAddresses::Anywhere,
        rate_limit: None,
        expires_at: Timestamp::MAX,
        standing: Standing::Good,
    }
}

criterion_group!(benches, usage);
criterion_main!(benches);
