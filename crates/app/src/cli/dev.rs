//! `aiia-keys dev` at the command line.

use std::path::PathBuf;

use aiia_keys_domain::Environment;
use clap::Args;

use super::{Connectors, EvidencePlace, EvidenceTaken, Listen, Logging, Tuning};

/// Options of `dev`.
#[derive(Debug, Args)]
pub(crate) struct Dev {
    /// The folder that holds everything; made when missing. Unless given, `aiia-keys` in the user's
    /// data folder (`~/.local/share`), or `/var/lib/aiia-keys` for root.
    #[arg(long, env = "AIIA_KEYS_DATA_DIR", value_name = "FOLDER")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Where PostgreSQL's programs are; looked for in the usual places unless given.
    #[arg(long, env = "AIIA_KEYS_PG_BIN", value_name = "FOLDER")]
    pub(crate) postgres_bin: Option<PathBuf>,
    /// The environment that keys are issued for and accepted of: `live` or `test`.
    #[arg(long, env = "AIIA_KEYS_ENVIRONMENT", default_value = "live")]
    pub(crate) environment: Environment,
    #[command(flatten)]
    pub(crate) listen: Listen,
    #[command(flatten)]
    pub(crate) files: EvidencePlace,
    #[command(flatten)]
    pub(crate) evidence: EvidenceTaken,
    #[command(flatten)]
    pub(crate) connectors: Connectors,
    #[command(flatten)]
    pub(crate) tuning: Tuning,
    #[command(flatten)]
    pub(crate) logging: Logging,
}
