//! `aiia-keys doctor` at the command line, and what is demanded of a database.

use aiia_keys_postgres::guard;
use clap::Args;

use super::Connection;

/// Options of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) rules: Rules,
    /// Prints JSON instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is demanded of the database.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// Tenants' data is at stake: what is unsafe is refused instead of warned of.
    #[arg(long, env = "AIIA_KEYS_PRODUCTION")]
    pub(crate) production: bool,
    /// Accepts, in production too, a PostgreSQL release that is known to leak rows.
    #[arg(long, env = "AIIA_KEYS_ACCEPT_LEAKY_POSTGRES")]
    pub(crate) accept_leaky_postgres: bool,
}

impl From<Rules> for guard::Rules {
    fn from(rules: Rules) -> Self {
        let mode = if rules.production {
            guard::Mode::Production
        } else {
            guard::Mode::Development
        };
        Self {
            mode,
            accept_leaky_minor: rules.accept_leaky_postgres,
        }
    }
}
