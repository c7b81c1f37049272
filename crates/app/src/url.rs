//! Connection strings at the command line: they hold passwords, and the argument parser repeats
//! what it refuses.

use std::{convert::Infallible, fmt, str::FromStr};

use aiia_keys_postgres::DatabaseUrl;
use anyhow::{Context as _, Result};

/// A connection string as it was given, read later: by then it is refused without being repeated.
#[derive(Clone)]
pub(crate) struct UrlArgument(String);

impl UrlArgument {
    /// The connection string, if it is one; `name` is where it was given.
    pub(crate) fn read(&self, name: &str) -> Result<DatabaseUrl> {
        self.0
            .parse()
            .with_context(|| format!("{name} is not usable"))
    }
}

impl From<String> for UrlArgument {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl FromStr for UrlArgument {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for UrlArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UrlArgument(…)")
    }
}
