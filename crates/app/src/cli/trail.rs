//! `aiia-keys trail` at the command line.

use aiia_keys_domain::OrganizationSlug;
use clap::{Args, Subcommand};

use super::Service;

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
