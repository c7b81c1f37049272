//! Counters, in a copy for each thread as far as they go round.

use std::{
    cell::Cell,
    iter,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

/// Threads that share a copy slow each other down, and lose nothing.
const COPIES: usize = 16;

pub(super) struct Cells(Vec<Box<[AtomicU64]>>);

/// The number of the next thread that counts for the first time.
static NEXT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static NUMBER: Cell<usize> = Cell::new(NEXT.fetch_add(1, Ordering::Relaxed));
}

impl Cells {
    pub(super) fn new(count: usize) -> Self {
        let copy = || iter::repeat_with(AtomicU64::default).take(count).collect();
        Self(iter::repeat_with(copy).take(COPIES).collect())
    }

    /// Adds to some counters.
    pub(super) fn add(&self, counts: &[(usize, u64)]) {
        let Some(copy) = self.0.get(NUMBER.with(Cell::get) % COPIES) else {
            return;
        };
        for (place, count) in counts {
            if let Some(cell) = copy.get(*place) {
                cell.fetch_add(*count, Ordering::Relaxed);
            }
        }
    }

    /// Every counter, over all threads.
    pub(super) fn sums(&self) -> Vec<u64> {
        let count = self.0.first().map_or(0, |copy| copy.len());
        let sum = |place: usize| {
            let cells = self.0.iter().filter_map(|copy| copy.get(place));
            cells.map(|cell| cell.load(Ordering::Relaxed)).sum()
        };
        (0..count).map(sum).collect()
    }
}
