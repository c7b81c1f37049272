//! What every use case stands on.

use std::fmt;

use aiia_keys_ports::{Clock, Entropy};

use crate::{AssuranceStore, EvidenceRules, EvidenceStore};

/// The outside world, put together once at the start.
pub struct Env {
    /// Tenants' universes and findings.
    pub store: Box<dyn AssuranceStore>,
    /// The time of day.
    pub clock: Box<dyn Clock>,
    /// Randomness.
    pub entropy: Box<dyn Entropy>,
    /// What files of evidence hold.
    pub evidence: Box<dyn EvidenceStore>,
    /// What is taken as evidence.
    pub evidence_rules: EvidenceRules,
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Env").finish_non_exhaustive()
    }
}
