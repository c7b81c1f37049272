//! Limits of the service, at the command line.

use std::{
    num::{NonZeroU16, NonZeroUsize},
    thread::available_parallelism,
};

use aiia_keys_domain::{RateLimit, SessionLimits};
use aiia_keys_http_actix::{AttemptLimits, ServeOptions};
use aiia_keys_postgres::PoolOptions;
use clap::Args;

use crate::{
    duration::{Lease, Span},
    service::Sizes,
};

/// How much the service takes on, and for how long. The defaults fit most.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Tuning {
    /// Threads that handle requests; as many as there are processors unless set.
    #[arg(long, env = "AIIA_KEYS_WORKERS", value_name = "NUMBER")]
    pub(crate) workers: Option<NonZeroUsize>,
    /// Connections of clients that each of those threads takes at once; further ones wait.
    #[arg(
        long,
        env = "AIIA_KEYS_CONNECTIONS",
        default_value = "10000",
        value_name = "NUMBER"
    )]
    pub(crate) connections: NonZeroUsize,
    /// Connections to the database for everything but looking keys up; further callers wait.
    #[arg(
        long,
        env = "AIIA_KEYS_DATABASE_CONNECTIONS",
        default_value = "16",
        value_name = "NUMBER"
    )]
    pub(crate) database_connections: NonZeroU16,
    /// How long the head of a request may take to arrive.
    #[arg(
        long,
        env = "AIIA_KEYS_HEAD_TIMEOUT",
        default_value = "5s",
        value_name = "DURATION"
    )]
    pub(crate) head_timeout: Span,
    /// How long the body of a request may take to arrive.
    #[arg(
        long,
        env = "AIIA_KEYS_BODY_TIMEOUT",
        default_value = "10s",
        value_name = "DURATION"
    )]
    pub(crate) body_timeout: Span,
    /// How long a connection may idle between two requests.
    #[arg(
        long,
        env = "AIIA_KEYS_KEEP_ALIVE",
        default_value = "30s",
        value_name = "DURATION"
    )]
    pub(crate) keep_alive: Span,
    /// How long requests in flight may take to finish when the service is asked to end.
    #[arg(
        long,
        env = "AIIA_KEYS_SHUTDOWN_TIMEOUT",
        default_value = "30s",
        value_name = "DURATION"
    )]
    pub(crate) shutdown_timeout: Span,
    /// How long a node may verify from memory after it last heard of what was revoked, from `200ms` to
    /// `10s`: a node that is gone holds a revocation up for as long. The same on all nodes: it changes
    /// only while none runs.
    #[arg(
        long,
        env = "AIIA_KEYS_LEASE",
        default_value = "1s",
        value_name = "DURATION"
    )]
    pub(crate) lease: Lease,
    /// Not ready while the database has no synchronous standby: in a failover to another one, a revocation
    /// that was answered could be forgotten.
    #[arg(long, env = "AIIA_KEYS_REQUIRE_SYNCHRONOUS_STANDBY")]
    pub(crate) require_synchronous_standby: bool,
    /// How often it is stored how keys are used; what was counted since is lost in a crash.
    #[arg(
        long,
        env = "AIIA_KEYS_USAGE_FLUSH",
        default_value = "5s",
        value_name = "DURATION"
    )]
    pub(crate) usage_flush: Span,
    /// A person's session ends when it was not used for this long.
    #[arg(
        long,
        env = "AIIA_KEYS_SESSION_IDLE",
        default_value = "30m",
        value_name = "DURATION"
    )]
    pub(crate) session_idle: Span,
    /// A person's session ends this long after signing in, however much it is used.
    #[arg(
        long,
        env = "AIIA_KEYS_SESSION_ABSOLUTE",
        default_value = "12h",
        value_name = "DURATION"
    )]
    pub(crate) session_absolute: Span,
    /// How often a password of one account may be tried: 10 times at once, then as many in 5 minutes.
    /// The nodes of a cluster share it, and the next two.
    #[arg(
        long,
        env = "AIIA_KEYS_ACCOUNT_ATTEMPTS",
        default_value = "10/5m",
        value_name = "ATTEMPTS/WINDOW"
    )]
    pub(crate) account_attempts: RateLimit,
    /// How often passwords may be tried from one address.
    #[arg(
        long,
        env = "AIIA_KEYS_SOURCE_ATTEMPTS",
        default_value = "50/100s",
        value_name = "ATTEMPTS/WINDOW"
    )]
    pub(crate) source_attempts: RateLimit,
    /// How often may be called from one address with what is no key that was issued here.
    #[arg(
        long,
        env = "AIIA_KEYS_UNKNOWN_KEY_ATTEMPTS",
        default_value = "300/1m",
        value_name = "ATTEMPTS/WINDOW"
    )]
    pub(crate) unknown_key_attempts: RateLimit,
}

impl Tuning {
    /// How the API is served.
    pub(crate) fn serving(&self) -> ServeOptions {
        ServeOptions {
            workers: self.workers,
            head_timeout: self.head_timeout.0,
            keep_alive: self.keep_alive.0,
            shutdown_timeout: self.shutdown_timeout.0,
            connections: self.connections.get(),
        }
    }

    /// How many threads handle requests.
    fn threads(&self) -> NonZeroU16 {
        let threads = self.workers.map_or_else(available_parallelism, Ok);
        let threads = threads.ok().and_then(|threads| threads.try_into().ok());
        threads.unwrap_or(NonZeroU16::MIN)
    }

    /// How often may be tried what is limited before it is known who tries.
    pub(crate) fn attempts(&self) -> AttemptLimits {
        AttemptLimits {
            account: self.account_attempts.into(),
            source: self.source_attempts.into(),
            key: self.unknown_key_attempts.into(),
        }
    }

    /// What the use cases are put on.
    pub(crate) fn sizes(&self) -> Sizes {
        Sizes {
            pool: PoolOptions {
                size: self.database_connections,
                lanes: self.threads(),
                ..PoolOptions::default()
            },
            sessions: SessionLimits {
                idle: self.session_idle.0,
                absolute: self.session_absolute.0,
            },
            lease: self.lease.0,
            ..Sizes::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use aiia_keys_verifier::LeasePolicy;
    use clap::{Args as _, Command, FromArgMatches as _};

    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_parts() {
        let command = Tuning::augment_args(Command::new("defaults"));
        let matches = command
            .mut_args(|arg| arg.env(None::<&str>))
            .get_matches_from(["defaults"]);
        let tuning = Tuning::from_arg_matches(&matches).unwrap();
        assert_eq!(tuning.sizes().sessions, SessionLimits::default());
        assert_eq!(tuning.sizes().pool.size, PoolOptions::default().size);
        assert_eq!(tuning.sizes().lease, LeasePolicy::default());
        assert_eq!(tuning.attempts(), AttemptLimits::default());
        let [ours, theirs] =
            [tuning.serving(), ServeOptions::default()].map(|options| format!("{options:?}"));
        assert_eq!(ours, theirs);
    }
}
