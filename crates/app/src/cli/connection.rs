//! The database, at the command line.

use std::{
    fs,
    path::{Path, PathBuf},
};

use aiia_keys_postgres::DatabaseUrl;
use anyhow::{Context as _, Error, Result};
use clap::{Args, error::ErrorKind};

use zeroize::Zeroizing;

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
        let (url, file) = (
            self.database_url.as_ref(),
            self.database_url_file.as_deref(),
        );
        read_url("--database-url", "DATABASE_URL", url, file)?.ok_or_else(|| {
            usage(
                ErrorKind::MissingRequiredArgument,
                "the database's connection is missing: give --database-url, DATABASE_URL, \
                 `database_url` in the configuration file, or a file with it \
                 (--database-url-file, DATABASE_URL_FILE)",
            )
        })
    }
}

/// A connection string, given itself or as the first line of a file.
pub(crate) fn read_url(
    flag: &str,
    variable: &str,
    url: Option<&UrlArgument>,
    file: Option<&Path>,
) -> Result<Option<DatabaseUrl>> {
    match (url, file) {
        (Some(_), Some(_)) => Err(usage(
            ErrorKind::ArgumentConflict,
            &format!(
                "both a connection ({flag}, {variable}) and a file with one ({flag}-file, \
                 {variable}_FILE) are given: keep one"
            ),
        )),
        (Some(url), None) => url.read(&format!("{flag} ({variable})")).map(Some),
        (None, Some(file)) => {
            let text = fs::read_to_string(file)
                .map(Zeroizing::new)
                .with_context(|| format!("cannot read the connection from {}", file.display()))?;
            UrlArgument::from(text.lines().next().unwrap_or_default().to_owned())
                .read(&format!("the connection in {}", file.display()))
                .map(Some)
        }
        (None, None) => Ok(None),
    }
}

/// Wrong usage that the argument parser cannot see.
pub(crate) fn usage(kind: ErrorKind, message: &str) -> Error {
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
