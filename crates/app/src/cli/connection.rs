//! The database, at the command line.

use std::{fs, path::PathBuf};

use aiia_keys_postgres::DatabaseUrl;
use anyhow::{Context as _, Error, Result};
use clap::{Args, error::ErrorKind};

use crate::url::UrlArgument;

/// How the service's database is reached.
#[derive(Debug, Args)]
pub(crate) struct Connection {
    /// The service's connection, as `aiia_app`.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) database_url: Option<UrlArgument>,
    /// A file whose first line is the service's connection, for secrets that are mounted.
    #[arg(long, env = "DATABASE_URL_FILE", value_name = "FILE")]
    pub(crate) database_url_file: Option<PathBuf>,
}

impl Connection {
    /// The connection string, from wherever it stands.
    pub(crate) fn read(&self) -> Result<DatabaseUrl> {
        match (&self.database_url, &self.database_url_file) {
            (Some(_), Some(_)) => Err(usage(
                ErrorKind::ArgumentConflict,
                "both a connection (--database-url, DATABASE_URL, `database_url`) and a file with one \
                 (--database-url-file, DATABASE_URL_FILE, `database_url_file`) are given: keep one",
            )),
            (Some(url), None) => url.read("--database-url (DATABASE_URL)"),
            (None, Some(file)) => {
                let text = fs::read_to_string(file).with_context(|| {
                    format!("cannot read the connection from {}", file.display())
                })?;
                UrlArgument::from(text.lines().next().unwrap_or_default().to_owned())
                    .read(&format!("the connection in {}", file.display()))
            }
            (None, None) => Err(usage(
                ErrorKind::MissingRequiredArgument,
                "the database's connection is missing: give --database-url, DATABASE_URL, \
                 `database_url` in the configuration file, or a file with it \
                 (--database-url-file, DATABASE_URL_FILE)",
            )),
        }
    }
}

fn usage(kind: ErrorKind, message: &str) -> Error {
    clap::Error::raw(kind, format!("{message}\n")).into()
}

/// A connection string that is at hand.
impl From<String> for Connection {
    fn from(url: String) -> Self {
        Self {
            database_url: Some(url.into()),
            database_url_file: None,
        }
    }
}
