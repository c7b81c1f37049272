//! What every use case stands on.

use std::fmt;

use aiia_keys_ports::{Clock, Entropy};

use crate::AssuranceStore;

/// The outside world, put together once at the start.
pub struct Env {
    /// Tenants' universes and findings.
    pub store: Box<dyn AssuranceStore>,
    /// The time of day.
    pub clock: Box<dyn Clock>,
    /// Randomness.
    pub entropy: Box<dyn Entropy>,
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Env").finish_non_exhaustive()
    }
}
