//! What people and programs read: results on standard output, everything else on standard error.

mod table;

use std::{
    fmt,
    io::{self, Write as _},
    process::ExitCode,
};

pub(crate) use self::table::table;
use aiia_keys_postgres::guard::{Finding, Severity};
use tracing::dispatcher;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// What was asked for is done.
    Done,
    /// It failed.
    Failed,
    /// The database is refused. (2 is wrong usage, which the argument parser reports.)
    Refused,
    /// The system is set up already.
    SetUp,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Refused => 3,
            Exit::SetUp => 4,
        })
    }
}

/// A result, for standard output. A reader that has gone away is not an error of ours.
pub(crate) fn result(text: impl fmt::Display) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// What goes on, for standard error; a line of the log while there is one.
pub(crate) fn note(text: impl fmt::Display) {
    if dispatcher::has_been_set() {
        tracing::info!("{text}");
    } else {
        let _ = writeln!(io::stderr(), "{text}");
    }
}

/// Why it failed, with each cause on a line of its own, or in one line of the log.
pub(crate) fn error(error: &anyhow::Error) {
    if dispatcher::has_been_set() {
        tracing::error!("{error:#}");
        return;
    }
    note(format_args!("error: {error}"));
    let mut said = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        // Many errors repeat their cause in their own text.
        if !said.contains(&cause) {
            note(format_args!("  because: {cause}"));
        }
        said = cause;
    }
}

/// A finding about the database in one line.
pub(crate) fn finding(finding: &Finding) -> String {
    format!("{} {}: {finding}", severity(finding), finding.code())
}

/// `error`, `unsafe` or `warning`.
pub(crate) fn severity(finding: &Finding) -> &'static str {
    match finding.severity() {
        Severity::Fatal => "error",
        Severity::Unsafe => "unsafe",
        Severity::Warning => "warning",
    }
}
