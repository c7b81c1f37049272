//! What the service tells about itself to Prometheus.
//!
//! Counting costs a few additions to memory of the thread's own. No label names a key, a tenant or
//! anything that a client chose: operations and outcomes are those of fixed tables.

mod cells;
mod exposition;
mod families;
mod server;

use std::{fmt, time::Duration};

use actix_web::http::StatusCode;
use aiia_keys_domain::Outcome;

use self::cells::Cells;
use crate::operations::OPERATIONS;

pub use families::{Family, Kind};
pub use server::serve_metrics;

/// A reading that is taken when it is asked for, not counted: of the pool, of what is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// What is read.
    pub family: Family,
    /// The value of its one label, where it has one.
    pub label: Option<&'static str>,
    /// The value.
    pub value: f64,
}

/// Something that has readings.
pub trait Readings: Send + Sync {
    /// The present ones.
    fn read(&self) -> Vec<Reading>;
}

/// The upper ends of a duration's buckets, in microseconds.
const BUCKETS: [u64; 14] = [
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000, 2_500_000,
];

/// The statuses that are told apart; others are counted as what they most resemble, 500.
const STATUSES: [u16; 23] = [
    200, 201, 204, 304, 400, 401, 403, 404, 405, 406, 408, 409, 412, 413, 414, 415, 422, 428, 429,
    431, 501, 503, 500,
];

/// What can become of a key that is presented, apart from what a denial says.
const OTHER_OUTCOMES: [&str; 4] = [
    "invalid_key",
    "wrong_environment",
    "unavailable",
    "internal",
];

/// Operations, and one place for everything else that has an address.
const PLACES: usize = OPERATIONS.len() + 1;
/// Buckets, what lies beyond them, and the sum.
const HISTOGRAM: usize = BUCKETS.len() + 2;
const OUTCOMES: usize = Outcome::COUNT + OTHER_OUTCOMES.len();

const DURATIONS: usize = PLACES * STATUSES.len();
const VERIFICATIONS: usize = DURATIONS + PLACES * HISTOGRAM;
const ALL: usize = VERIFICATIONS + OUTCOMES;

/// Counts what happens. One for the whole service.
pub struct Metrics {
    cells: Cells,
    readings: Vec<Box<dyn Readings>>,
}

impl Metrics {
    /// Nothing happened yet; these readings are told besides what is counted.
    pub fn new(readings: Vec<Box<dyn Readings>>) -> Self {
        Self {
            cells: Cells::new(ALL),
            readings,
        }
    }

    /// A request was answered; `place` is that of its operation.
    pub(crate) fn answered(&self, place: Option<usize>, status: StatusCode, took: Duration) {
        let place = place.unwrap_or(OPERATIONS.len());
        let known = STATUSES.iter().position(|known| *known == status.as_u16());
        let status = known.unwrap_or(STATUSES.len() - 1);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.iter().position(|end| micros <= *end);
        let duration = DURATIONS + place * HISTOGRAM;
        self.cells.add(&[
            (place * STATUSES.len() + status, 1),
            (duration + bucket.unwrap_or(BUCKETS.len()), 1),
            (duration + HISTOGRAM - 1, micros),
        ]);
    }

    /// A key was verified, with this outcome.
    pub(crate) fn verified(&self, outcome: &str) {
        let place = (0..OUTCOMES).find(|place| outcome_name(*place) == outcome);
        if let Some(place) = place {
            self.cells.add(&[(VERIFICATIONS + place, 1)]);
        }
    }

    /// All of it, as Prometheus reads it.
    pub fn text(&self) -> String {
        exposition::text(&self.cells.sums(), &self.readings)
    }
}

fn outcome_name(place: usize) -> &'static str {
    match Outcome::from_index(place) {
        Some(outcome) => outcome.as_str(),
        None => OTHER_OUTCOMES
            .get(place.saturating_sub(Outcome::COUNT))
            .copied()
            .unwrap_or("internal"),
    }
}

/// Nothing happened yet, and there are no readings.
impl Default for Metrics {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
