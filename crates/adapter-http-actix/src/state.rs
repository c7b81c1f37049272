//! What every request has access to.

use std::{fmt, net::IpAddr, sync::Arc, time::Duration};

use aiia_keys_assurance as assurance;
use aiia_keys_domain::AddressList;
use aiia_keys_ports::StoreError;
use aiia_keys_usecases::Env;
use async_trait::async_trait;

use crate::{
    attempts::{AttemptLimits, Attempts},
    metrics::Metrics,
    request_id::RequestIds,
    security_contact::SecurityContact,
};

/// What the HTTP API stands on: the use cases' environments, and how it is set up.
pub struct State {
    pub(crate) env: Env,
    pub(crate) assurance: assurance::Env,
    pub(crate) options: Options,
    pub(crate) attempts: Attempts,
    pub(crate) request_ids: RequestIds,
}

impl State {
    /// Puts it together, once, at the start.
    pub fn new(env: Env, assurance: assurance::Env, options: Options) -> Self {
        let attempts = Attempts::new(options.attempts);
        Self {
            env,
            assurance,
            options,
            attempts,
            request_ids: RequestIds::default(),
        }
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("env", &self.env)
            .finish_non_exhaustive()
    }
}

/// How the HTTP API is set up.
pub struct Options {
    /// The proxies whose `X-Forwarded-For` is believed. Of anybody else the header is not read.
    pub trusted_proxies: Option<AddressList>,
    /// Whom to tell of a weakness; without it there is no `security.txt`.
    pub security_contact: Option<SecurityContact>,
    /// What must be there for the service to be ready.
    pub parts: Vec<Box<dyn Part>>,
    /// How long a body may take to arrive.
    pub body_timeout: Duration,
    /// How many attempts at passwords are let through.
    pub attempts: AttemptLimits,
    /// Where it is counted what happens.
    pub metrics: Arc<Metrics>,
}

impl Options {
    /// Whether a peer is a proxy whose word counts.
    pub(crate) fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxies
            .as_ref()
            .is_some_and(|proxies| proxies.allows(peer))
    }
}

/// No trusted proxies, no contact, no parts, 10 seconds for a body, and the limits' own defaults.
impl Default for Options {
    fn default() -> Self {
        Self {
            trusted_proxies: None,
            security_contact: None,
            parts: Vec::new(),
            body_timeout: Duration::from_secs(10),
            attempts: AttemptLimits::default(),
            metrics: Arc::default(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("trusted_proxies", &self.trusted_proxies)
            .field("security_contact", &self.security_contact)
            .field("body_timeout", &self.body_timeout)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// A part that the service needs, such as its database.
#[async_trait]
pub trait Part: Send + Sync {
    /// What `/health/ready` calls it, such as `database`.
    fn name(&self) -> &'static str;

    /// Asks whether it is there.
    ///
    /// # Errors
    /// When it is not.
    async fn check(&self) -> Result<(), StoreError>;
}
