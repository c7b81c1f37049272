//! `aiia-keys migrate` at the command line.

use std::path::PathBuf;

use clap::Args;

use crate::url::UrlArgument;

/// Options of `migrate`. At least one of the two connections is needed.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// An administrator's connection: makes the roles and the schema. Done once for a database.
    #[arg(
        long,
        env = "AIIA_KEYS_ADMIN_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) admin_url: Option<UrlArgument>,
    /// A file whose first line is the administrator's connection.
    #[arg(long, env = "AIIA_KEYS_ADMIN_URL_FILE", value_name = "FILE")]
    pub(crate) admin_url_file: Option<PathBuf>,
    /// A connection as `aiia_owner`: applies the migrations.
    #[arg(
        long,
        env = "AIIA_KEYS_OWNER_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) owner_url: Option<UrlArgument>,
    /// A file whose first line is the owner's connection.
    #[arg(long, env = "AIIA_KEYS_OWNER_URL_FILE", value_name = "FILE")]
    pub(crate) owner_url_file: Option<PathBuf>,
    /// A file with the password that `aiia_owner` is given; without, it gets none.
    #[arg(long, value_name = "FILE")]
    pub(crate) owner_password_file: Option<PathBuf>,
    /// A file with the password that `aiia_app` is given; without, it gets none.
    #[arg(long, value_name = "FILE")]
    pub(crate) app_password_file: Option<PathBuf>,
    /// Prints JSON instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}
