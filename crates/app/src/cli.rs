//! The command line.

use std::{net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use aiia_keys_domain::{
    AddressList, Environment, Expiration, KeyId, Label, OrganizationName, OrganizationSlug,
    Overlap, RevocationReason,
};
use aiia_keys_http_actix::SecurityContact;
use aiia_keys_postgres::guard;
use clap::{Args, Parser, Subcommand};

use crate::url::UrlArgument;

/// API key management for the AIIA REST API.
///
/// Exit status: 0 done, 1 failed, 2 wrong usage, 3 the database is refused.
#[derive(Debug, Parser)]
#[command(name = "aiia-keys", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs the service on a database of its own in a data folder, until Ctrl-C.
    Dev(Dev),
    /// Runs the service on a prepared database, until Ctrl-C.
    Serve(Serve),
    /// Founds, suspends and resumes organizations.
    Org(Org),
    /// Generates, lists, rotates and revokes keys of an organization.
    Key(Key),
    /// Verifies and exports the audit trail of an organization.
    Trail(Trail),
    /// Prepares a database: roles as an administrator, then the schema as its owner.
    Migrate(Migrate),
    /// Checks a database and says what is wrong with it and what to do.
    Doctor(Doctor),
}

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
    /// Proxies whose `X-Forwarded-For` is believed, such as `10.0.0.0/8`.
    #[arg(long, env = "AIIA_KEYS_TRUSTED_PROXIES", value_name = "CIDRS")]
    pub(crate) trusted_proxies: Option<AddressList>,
    /// Whom to tell of a weakness, such as `mailto:security@example.com`.
    #[arg(long, env = "AIIA_KEYS_SECURITY_CONTACT", value_name = "URI")]
    pub(crate) security_contact: Option<SecurityContact>,
}

/// What the service stands on.
#[derive(Debug, Args)]
pub(crate) struct Service {
    /// The service's connection, as `aiia_app`.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) database_url: UrlArgument,
    /// What digests are made with: lines of a number and 64 hexadecimal digits, the current one first.
    #[arg(long, env = "AIIA_KEYS_PEPPERS_FILE", value_name = "FILE")]
    pub(crate) peppers_file: PathBuf,
    /// The environment that keys are issued for and accepted of: `live` or `test`.
    #[arg(long, env = "AIIA_KEYS_ENVIRONMENT", default_value = "live")]
    pub(crate) environment: Environment,
    #[command(flatten)]
    pub(crate) rules: Rules,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) service: Service,
    #[command(flatten)]
    pub(crate) listen: Listen,
}

/// Options of `org`.
#[derive(Debug, Args)]
pub(crate) struct Org {
    #[command(flatten)]
    pub(crate) service: Service,
    /// Prints JSON instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: OrgCommand,
}

/// What to do with an organization.
#[derive(Debug, Subcommand)]
pub(crate) enum OrgCommand {
    /// Founds an organization.
    Found {
        /// Its short name, such as `example-audit`.
        slug: OrganizationSlug,
        /// Its name, such as `Example Audit`.
        name: OrganizationName,
    },
    /// Refuses all its keys.
    Suspend {
        /// Its short name.
        slug: OrganizationSlug,
    },
    /// Accepts its keys again.
    Resume {
        /// Its short name.
        slug: OrganizationSlug,
    },
}

/// Options of `key`.
#[derive(Debug, Args)]
pub(crate) struct Key {
    #[command(flatten)]
    pub(crate) service: Service,
    /// The organization's short name.
    #[arg(long, value_name = "SLUG")]
    pub(crate) org: OrganizationSlug,
    /// Prints lists as JSON instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: KeyCommand,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Generates a key and prints it, once, on standard output.
    Generate(Generate),
    /// Lists all keys, masked, newest first.
    List,
    /// Replaces a key and prints the new one, once, on standard output.
    Rotate(Rotate),
    /// Revokes a key, at once and for good.
    Revoke(Revoke),
}

/// Options of `key generate`.
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// What people call it, such as `ServiceNow Integration Key`.
    #[arg(long)]
    pub(crate) label: Label,
    /// What it may do, such as `read:findings`; repeat it for more.
    #[arg(long = "scope", required = true, value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
    /// How long it lives: `30d`, `90d` or `1y`.
    #[arg(long, default_value = "90d", value_name = "PERIOD")]
    pub(crate) expires: Expiration,
    /// Where it may be used from, such as `203.0.113.0/24`; repeat it for more. Anywhere unless given.
    #[arg(long = "cidr", value_name = "CIDR")]
    pub(crate) cidrs: Vec<String>,
}

/// Options of `key rotate`.
#[derive(Debug, Args)]
pub(crate) struct Rotate {
    /// The key's id.
    pub(crate) id: KeyId,
    /// How long the old key goes on working, in hours, up to 2160.
    #[arg(long, default_value = "24", value_name = "HOURS", value_parser = overlap)]
    pub(crate) overlap: Overlap,
    /// How long the new key lives: `30d`, `90d` or `1y`; as long as the old one was given unless set.
    #[arg(long, value_name = "PERIOD")]
    pub(crate) expires: Option<Expiration>,
}

fn overlap(hours: &str) -> Result<Overlap, String> {
    let hours = u16::from_str(hours).map_err(|_| "a whole number of hours is expected")?;
    Overlap::new(Duration::from_hours(hours.into())).map_err(|error| error.to_string())
}

/// Options of `key revoke`.
#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// The key's id.
    pub(crate) id: KeyId,
    /// Why; kept in the trail.
    #[arg(long)]
    pub(crate) reason: Option<RevocationReason>,
}

/// Options of `trail`.
#[derive(Debug, Args)]
pub(crate) struct Trail {
    #[command(flatten)]
    pub(crate) service: Service,
    /// The organization's short name.
    #[arg(long, value_name = "SLUG")]
    pub(crate) org: OrganizationSlug,
    /// Prints JSON instead of text. An export is JSON in any case, one entry a line.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: TrailCommand,
}

/// What to do with the trail.
#[derive(Debug, Subcommand)]
pub(crate) enum TrailCommand {
    /// Checks that no entry was removed, changed or reordered, and prints the head to keep elsewhere.
    Verify,
    /// Prints all entries, oldest first, one a line.
    Export,
}

/// Options of `migrate`. At least one of the two connections is needed.
#[derive(Debug, Args)]
#[group(id = "connections", required = true, multiple = true, args = ["admin_url", "owner_url"])]
pub(crate) struct Migrate {
    /// An administrator's connection: makes the roles and the schema. Done once for a database.
    #[arg(
        long,
        env = "AIIA_KEYS_ADMIN_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) admin_url: Option<UrlArgument>,
    /// A connection as `aiia_owner`: applies the migrations.
    #[arg(
        long,
        env = "AIIA_KEYS_OWNER_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) owner_url: Option<UrlArgument>,
    /// A file with the password that `aiia_owner` is given; without, it gets none.
    #[arg(long, value_name = "FILE", requires = "admin_url")]
    pub(crate) owner_password_file: Option<PathBuf>,
    /// A file with the password that `aiia_app` is given; without, it gets none.
    #[arg(long, value_name = "FILE", requires = "admin_url")]
    pub(crate) app_password_file: Option<PathBuf>,
}

/// Options of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// The service's connection, as `aiia_app`.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) database_url: UrlArgument,
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn migrate_needs_a_connection() {
        let refused = Cli::try_parse_from(["aiia-keys", "migrate"])
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains("--admin-url") && refused.contains("--owner-url"),
            "{refused}"
        );
    }
}
