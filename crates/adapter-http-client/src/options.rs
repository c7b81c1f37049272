//! Limits on fetching.

use std::time::Duration;

use aiia_keys_assurance::SourceReach;

/// How sources are fetched from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceOptions {
    /// Which addresses may be connected to.
    pub reach: SourceReach,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long one attempt may take in all, redirects included.
    pub timeout: Duration,
    /// The most bytes of an answer's body.
    pub maximum_size: u64,
}

/// The public internet, 5 seconds, 30 seconds, 32 MiB.
impl Default for SourceOptions {
    fn default() -> Self {
        Self {
            reach: SourceReach::Public,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            maximum_size: 32 * 1024 * 1024,
        }
    }
}

/// The client cannot be made, such as when the system has no certificate authorities.
#[derive(Debug, thiserror::Error)]
#[error("the client that fetches from sources cannot be made")]
pub struct ClientUnavailable(#[source] pub(crate) reqwest::Error);
