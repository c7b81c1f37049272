//! `aiia-keys serve` at the command line, and what other commands share with it.

use std::{net::SocketAddr, path::PathBuf};

use aiia_keys_domain::{AddressList, Environment};
use aiia_keys_http_actix::SecurityContact;
use clap::Args;

use super::{Connection, Connectors, EvidencePlace, EvidenceTaken, Logging, Rules, Tuning};

/// Options of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) service: Service,
    #[command(flatten)]
    pub(crate) listen: Listen,
    #[command(flatten)]
    pub(crate) evidence: EvidenceTaken,
    #[command(flatten)]
    pub(crate) connectors: Connectors,
    #[command(flatten)]
    pub(crate) tuning: Tuning,
    #[command(flatten)]
    pub(crate) logging: Logging,
}

/// What the service stands on.
#[derive(Debug, Args)]
pub(crate) struct Service {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// What digests are made with: lines of a number and 64 hexadecimal digits, the current one first.
    #[arg(long, env = "AIIA_KEYS_PEPPERS_FILE", value_name = "FILE")]
    pub(crate) peppers_file: PathBuf,
    /// The environment that keys are issued for and accepted of: `live` or `test`.
    #[arg(long, env = "AIIA_KEYS_ENVIRONMENT", default_value = "live")]
    pub(crate) environment: Environment,
    #[command(flatten)]
    pub(crate) rules: Rules,
    #[command(flatten)]
    pub(crate) evidence: EvidencePlace,
}

/// Where the service listens.
#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// The address to listen on; port 0 takes a free one.
    #[arg(
        long = "listen",
        env = "AIIA_KEYS_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub(crate) address: SocketAddr,
    /// Where Prometheus finds the metrics, such as `127.0.0.1:9464`; nowhere unless given. There are no
    /// credentials: only the monitoring should reach it.
    #[arg(
        long = "metrics-listen",
        env = "AIIA_KEYS_METRICS_LISTEN",
        value_name = "ADDRESS"
    )]
    pub(crate) metrics: Option<SocketAddr>,
    /// Proxies whose `X-Forwarded-For` is believed, such as `10.0.0.0/8`.
    #[arg(long, env = "AIIA_KEYS_TRUSTED_PROXIES", value_name = "CIDRS")]
    pub(crate) trusted_proxies: Option<AddressList>,
    /// Whom to tell of a weakness, such as `mailto:security@example.com`.
    #[arg(long, env = "AIIA_KEYS_SECURITY_CONTACT", value_name = "URI")]
    pub(crate) security_contact: Option<SecurityContact>,
}
