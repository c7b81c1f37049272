//! Where attempts are counted: a fixed number of cells.

use governor::{
    nanos::Nanos,
    state::{InMemoryState, NotKeyed, StateStore},
};

/// Cells of 8 bytes: more than there are people who sign in at the same time.
const CELLS: usize = 1 << 16;

/// A fixed number of cells, each of which counts for whatever falls into it.
///
/// Whoever tries many accounts or comes from many addresses can neither take more memory nor push
/// out what is counted about others, as with a table that grows or forgets. The price is that two
/// accounts share a cell once in 65 536 pairs.
pub(super) struct Cells(Box<[InMemoryState]>);

impl Default for Cells {
    fn default() -> Self {
        Self((0..CELLS).map(|_| InMemoryState::default()).collect())
    }
}

impl StateStore for Cells {
    /// The hash of what is counted.
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, hash: &u64, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        self.0[number(*hash)].measure_and_replace(&NotKeyed::NonKey, measure)
    }
}

/// The cell in which what has this hash is counted.
pub(super) fn number(hash: u64) -> usize {
    let low = u16::try_from(hash & u64::from(u16::MAX)).unwrap_or(u16::MAX);
    usize::from(low)
}
