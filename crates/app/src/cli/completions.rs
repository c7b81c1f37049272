//! `aiia-keys completions` at the command line.

use clap::Args;
use clap_complete::Shell;

/// Options of `completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell whose completions are printed.
    pub(crate) shell: Shell,
}
