//! What the operator of the service allows connectors.

use std::time::Duration;

use super::{retry::RetryPolicy, source_url::SourceReach};

/// Rules for all connectors of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectorRules {
    /// Which sources may be fetched from.
    pub reach: SourceReach,
    /// How long one attempt may take.
    pub timeout: Duration,
    /// How often a source is asked.
    pub retry: RetryPolicy,
}

/// The public internet, 30 seconds, four attempts.
impl Default for ConnectorRules {
    fn default() -> Self {
        Self {
            reach: SourceReach::Public,
            timeout: Duration::from_secs(30),
            retry: RetryPolicy::default(),
        }
    }
}

impl ConnectorRules {
    /// How much longer than a step of a run may take its lease is: for storage to answer, and for
    /// clocks that differ.
    const MARGIN: Duration = Duration::from_secs(20);

    /// The lease under which the universe is read and changed.
    pub const LEASE_TO_CONCLUDE: Duration = Duration::from_mins(1);

    /// The lease under which a source is asked once.
    pub const fn lease_to_fetch(&self) -> Duration {
        Self::lease_for(self.timeout)
    }

    /// The lease for a step that takes at most so long.
    pub const fn lease_for(step: Duration) -> Duration {
        step.saturating_add(Self::MARGIN)
    }
}
