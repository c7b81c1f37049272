//! Where attempts are counted: a fixed number of cells.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use aiia_keys_domain::{Allowance, BootInstant, Spent};

/// Cells of 8 bytes: more than there are people who sign in at the same time.
const CELLS: usize = 1 << 16;

/// A fixed number of cells, each of which counts for whatever falls into it.
///
/// Whoever tries many accounts or comes from many addresses can neither take more memory nor push
/// out what is counted about others, as with a table that grows or forgets. The price is that two
/// accounts share a cell once in 65 536 pairs.
pub(super) struct Cells(Box<[AtomicU64]>);

impl Default for Cells {
    fn default() -> Self {
        Self((0..CELLS).map(|_| AtomicU64::new(0)).collect())
    }
}

impl Cells {
    /// Counts one for what has this hash; says how long to wait when there were too many.
    pub(super) fn take(
        &self,
        hash: u64,
        allowance: Allowance,
        now: BootInstant,
    ) -> Result<(), Duration> {
        let Some(cell) = self.0.get(number(hash)) else {
            return Ok(());
        };
        let mut refused = Duration::ZERO;
        let counted = cell.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |whole_at| {
            let spent = Spent::until(BootInstant::from_nanos(whole_at));
            match allowance.take(spent, now) {
                Ok((spent, _)) => Some(spent.whole_at().as_nanos()),
                Err(wait) => {
                    refused = wait;
                    None
                }
            }
        });
        counted.map(drop).map_err(|_| refused)
    }
}

/// The cell in which what has this hash is counted.
pub(super) fn number(hash: u64) -> usize {
    let low = u16::try_from(hash & u64::from(u16::MAX)).unwrap_or(u16::MAX);
    usize::from(low)
}
