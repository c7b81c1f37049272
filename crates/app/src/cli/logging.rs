//! What is logged, at the command line.

use clap::{Args, ValueEnum};

use crate::logs::Filter;

/// What is logged, and how. Logs go to standard error.
#[derive(Clone, Debug, Args)]
pub(crate) struct Logging {
    /// What is logged: `error`, `warn`, `info`, `debug` or `trace`, or by part, such as
    /// `info,aiia_keys_http_actix=debug`. Other people's parts say at most `info`.
    #[arg(
        long,
        env = "AIIA_KEYS_LOG",
        default_value = "info",
        value_name = "LEVELS"
    )]
    pub(crate) log: Filter,
    /// How the service writes its log: for people, or one JSON document a line.
    #[arg(
        long,
        env = "AIIA_KEYS_LOG_FORMAT",
        default_value = "human",
        value_name = "FORMAT"
    )]
    pub(crate) log_format: LogFormat,
}

/// How a log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Human,
    /// One JSON document a line.
    Json,
}
