//! Storage beside the protocol's own client by hand, in one run against one server.
//!
//! Sixteen callers at once, as a busy service has them; a figure is the time that passes for each
//! operation, so its inverse is the rate. `AIIA_BENCH_KEYS` sets how many keys are stored (10 000).

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run shall stop")]

mod by_hand;
mod place;
mod through_diesel;

use criterion::{Criterion, criterion_group, criterion_main};

use self::place::{Place, measure};

fn look_up(c: &mut Criterion) {
    let place = Place::get();
    let mut group = c.benchmark_group(place.group("look_up"));
    group.bench_function("ours", |b| measure(b, place, Place::look_up));
    group.bench_function("by_hand", |b| measure(b, place, by_hand::look_up));
    group.bench_function("diesel_async", |b| {
        measure(b, place, through_diesel::look_up);
    });
}

fn tenant_read(c: &mut Criterion) {
    let place = Place::get();
    let mut group = c.benchmark_group(place.group("tenant_read"));
    group.bench_function("ours", |b| measure(b, place, Place::tenant_read));
    group.bench_function("by_hand", |b| measure(b, place, by_hand::tenant_read));
    group.bench_function("by_hand_stepwise", |b| {
        measure(b, place, by_hand::tenant_read_stepwise);
    });
}

fn generate(c: &mut Criterion) {
    let place = Place::get();
    let mut group = c.benchmark_group(place.group("generate"));
    group.bench_function("ours", |b| measure(b, place, Place::generate));
    group.bench_function("by_hand", |b| measure(b, place, by_hand::generate));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = look_up, tenant_read, generate
}
criterion_main!(benches);
