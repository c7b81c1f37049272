//! Verification from memory: `cargo xtask bench verifier`.

use std::{collections::HashMap, hint::black_box, sync::Arc, time::Duration};

use aiia_keys_domain::{
    BootInstant, Environment, Epoch, Grant, KeyDigest, KeyFormat, KeyId, NonEmptyScopes,
    OrganizationId, Pepper, PepperId, SourceAddresses, Standing, Timestamp,
};
use aiia_keys_verifier::{Answer, Attempt, LeasePolicy, Limits, Verifier};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use fastrand::Rng;
use uuid::Uuid;

const KEYS: usize = 1_000_000;

struct Place {
    format: KeyFormat,
    pepper: Pepper,
    keys: Vec<String>,
    digests: Vec<KeyDigest>,
    verifier: Arc<Verifier>,
}

fn place() -> Place {
    let format = KeyFormat::aiia(Environment::Live);
    let pepper = Pepper::new(PepperId::new(1), [3; 32]);
    let mut rng = Rng::with_seed(1);
    // A lease that outlasts the run; what renewing costs is not measured here.
    let policy = LeasePolicy::new(Duration::from_secs(1 << 30), 0, Duration::ZERO);
    // Room to spare: shards do not fill up evenly, and none is to forget a key.
    let limits = Limits {
        keys: KEYS + KEYS / 8,
        ..Limits::default()
    };
    let (verifier, mut fence) = Verifier::new(limits, policy);
    let Attempt::Register(registration) = fence.start(BootInstant::default()) else {
        unreachable!("a new node registers");
    };
    fence.registered(registration, Epoch::new(1));
    let (mut keys, mut digests) = (Vec::with_capacity(KEYS), Vec::with_capacity(KEYS));
    for number in 0..KEYS {
        let mut random = [0; 32];
        rng.fill(&mut random);
        let key = format.generate(random);
        let digest = pepper.digest(&key.as_presented());
        if let Answer::Ask(ticket) = verifier.look_up(&digest, BootInstant::default()) {
            let _ = verifier.found(ticket, grant(number), Epoch::new(1));
        }
        keys.push(key.expose().to_owned());
        digests.push(digest);
    }
    assert_eq!(verifier.len(), KEYS);
    Place {
        format,
        pepper,
        keys,
        digests,
        verifier,
    }
}

fn grant(number: usize) -> Grant {
    let scopes = "read:findings read:universe".parse().unwrap_or_default();
    Grant {
        key: KeyId::from_uuid(Uuid::from_u128(number as u128)),
        organization: OrganizationId::from_uuid(Uuid::from_u128(number as u128 % 1000)),
        scopes: match NonEmptyScopes::new(scopes) {
            Ok(scopes) => scopes,
            Err(empty) => unreachable!("{empty}"),
        },
        sources: SourceAddresses::Anywhere,
        rate_limit: None,
        expires_at: Timestamp::UNIX_EPOCH,
        standing: Standing::Good,
    }
}

impl Place {
    fn verify(&self, text: &str, now: BootInstant) -> bool {
        let Ok(key) = self.format.parse(text) else {
            return false;
        };
        let digest = self.pepper.digest(&key);
        let checked = self.verifier.recall(&digest, now, |grant| {
            Some(grant.check(None, Timestamp::UNIX_EPOCH).is_err())
        });
        checked.unwrap_or(false)
    }
}

fn benches(criterion: &mut Criterion) {
    let place = place();
    let now = BootInstant::from_nanos(1);
    let mut rng = Rng::with_seed(2);
    let mut group = criterion.benchmark_group("verify");
    let hot = place.keys.first().cloned().unwrap_or_default();
    group.bench_function("hot", |bencher| {
        bencher.iter(|| place.verify(black_box(&hot), now));
    });
    let mut random = rng.clone();
    group.bench_function("random of 1 million", |bencher| {
        bencher.iter_batched_ref(
            // As it has just arrived: so many texts stay in the processor's cache.
            || place.keys[random.usize(0..KEYS)].clone(),
            |key| place.verify(black_box(key), now),
            BatchSize::NumIterations(64),
        );
    });
    group.finish();

    let mut group = criterion.benchmark_group("look up");
    let own = |digest: &KeyDigest| matches!(place.verifier.look_up(digest, now), Answer::Known(_));
    compare(&mut group, "own", &place, &mut rng, own);
    let shared: Vec<Arc<Grant>> = (0..KEYS).map(|number| Arc::new(grant(number))).collect();
    let quick = quick_cache::sync::Cache::new(KEYS * 2);
    let papaya = papaya::HashMap::new();
    let std: std::sync::RwLock<HashMap<[u8; 32], Arc<Grant>>> = std::sync::RwLock::default();
    for (digest, grant) in place.digests.iter().zip(&shared) {
        quick.insert(*digest.as_bytes(), Arc::clone(grant));
        papaya.pin().insert(*digest.as_bytes(), Arc::clone(grant));
        if let Ok(mut map) = std.write() {
            map.insert(*digest.as_bytes(), Arc::clone(grant));
        }
    }
    let found = |digest: &KeyDigest| quick.get(digest.as_bytes()).is_some();
    compare(&mut group, "quick_cache", &place, &mut rng, found);
    let found = |digest: &KeyDigest| papaya.pin().get(digest.as_bytes()).cloned().is_some();
    compare(&mut group, "papaya", &place, &mut rng, found);
    let found = |digest: &KeyDigest| {
        std.read()
            .is_ok_and(|map| map.get(digest.as_bytes()).cloned().is_some())
    };
    compare(&mut group, "RwLock of HashMap", &place, &mut rng, found);
    group.finish();
}

fn compare(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    name: &str,
    place: &Place,
    rng: &mut Rng,
    find: impl Fn(&KeyDigest) -> bool,
) {
    group.bench_function(name, |bencher| {
        bencher.iter_batched(
            || &place.digests[rng.usize(0..KEYS)],
            |digest| find(black_box(digest)),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(all, benches);
criterion_main!(all);
