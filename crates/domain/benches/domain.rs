//! The hot path of a verification, beside `prefixed-api-key` in the same run.
//!
//! `cargo xtask bench domain` runs it and writes the figures to `docs/benchmarks.md`.

use std::hint::black_box;

use aiia_keys_domain::{Environment, KeyFormat, Pepper, PepperId, Scope, ScopeSet};
use criterion::{Criterion, criterion_group, criterion_main};
use prefixed_api_key::{PrefixedApiKey, PrefixedApiKeyController, rand::rngs::OsRng, sha2::Sha256};

fn key(c: &mut Criterion) {
    let format = KeyFormat::aiia(Environment::Live);
    let pepper = Pepper::new(PepperId::new(1), [42; 32]);
    let key = format.generate([7; 32]);
    let good = key.expose();
    let garbage = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0";
    // Well-formed up to its last character.
    let mistyped = format!(
        "{}{}",
        &good[..63],
        if good.ends_with('0') { '1' } else { '0' }
    );

    let mut group = c.benchmark_group("key");
    group.bench_function("parse", |b| {
        b.iter(|| format.parse(black_box(good)).is_ok());
    });
    group.bench_function("reject_garbage", |b| {
        b.iter(|| format.parse(black_box(garbage)).is_err());
    });
    group.bench_function("reject_checksum", |b| {
        b.iter(|| format.parse(black_box(&mistyped)).is_err());
    });
    group.bench_function("digest", |b| {
        b.iter(|| pepper.digest(black_box(&key.as_presented())));
    });
    group.bench_function("parse_and_digest", |b| {
        b.iter(|| {
            format
                .parse(black_box(good))
                .map(|presented| pepper.digest(&presented))
        });
    });
    group.bench_function("generate", |b| {
        b.iter(|| format.generate(black_box([7; 32])));
    });
    group.finish();
}

fn scope(c: &mut Criterion) {
    let parse = |text: &str| text.parse::<ScopeSet>().unwrap_or_default();
    let typical = parse("read:findings read:universe write:evidence");
    let most = parse(
        "read:universe read:findings write:evidence write:findings admin:sync admin:keys \
         read:reports admin:exports",
    );
    let asked = |text: &str| text.parse::<Scope>();
    let (Ok(findings), Ok(missing)) = (asked("write:evidence"), asked("write:reports")) else {
        return;
    };

    let mut group = c.benchmark_group("scope");
    group.bench_function("covers", |b| {
        b.iter(|| typical.allows(black_box(&findings)));
    });
    group.bench_function("covers_worst", |b| {
        b.iter(|| most.allows(black_box(&missing)));
    });
    group.finish();
}

/// What the same two steps cost with the library that most Rust services use for keys.
fn reference(c: &mut Criterion) {
    let controller = PrefixedApiKeyController::<OsRng, Sha256>::configure()
        .prefix("aiia".to_owned())
        .seam_defaults()
        .finalize();
    let Ok(controller) = controller else { return };
    let text = controller.generate_key().to_string();

    c.benchmark_group("reference")
        .bench_function("prefixed-api-key parse and hash", |b| {
            b.iter(|| {
                PrefixedApiKey::from_string(black_box(&text))
                    .map(|key| controller.long_token_hashed(&key))
            });
        });
}

criterion_group!(benches, key, scope, reference);
criterion_main!(benches);
