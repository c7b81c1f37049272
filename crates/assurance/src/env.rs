//! What every use case stands on.

use std::fmt;

use aiia_keys_ports::{Clock, Entropy, Sealer, Spools};

use crate::{AssuranceStore, ConnectorRules, EvidenceRules, EvidenceStore, RunLauncher};

/// The outside world, put together once at the start.
pub struct Env {
    /// Tenants' universes and findings.
    pub store: Box<dyn AssuranceStore>,
    /// The time of day.
    pub clock: Box<dyn Clock>,
    /// Randomness.
    pub entropy: Box<dyn Entropy>,
    /// Room for what is too large to be kept in memory.
    pub spools: Box<dyn Spools>,
    /// What files of evidence hold.
    pub evidence: Box<dyn EvidenceStore>,
    /// What is taken as evidence.
    pub evidence_rules: EvidenceRules,
    /// Seals the credentials of connectors.
    pub sealer: Box<dyn Sealer>,
    /// Where connectors run.
    pub runs: Box<dyn RunLauncher>,
    /// What is allowed connectors.
    pub connector_rules: ConnectorRules,
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Env").finish_non_exhaustive()
    }
}
