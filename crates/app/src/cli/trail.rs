//! `aiia-keys trail` at the command line.

use std::num::NonZeroUsize;

use aiia_keys_domain::{ActionName, KeyId, OrganizationSlug};
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
    /// Lists entries, newest first.
    List(ListTrail),
}

/// Options of `trail list`.
#[derive(Debug, Args)]
pub(crate) struct ListTrail {
    /// Entries about this key.
    #[arg(long, value_name = "ID")]
    pub(crate) key: Option<KeyId>,
    /// Entries of this action, such as `key.revoked`.
    #[arg(long)]
    pub(crate) action: Option<ActionName>,
    /// At most so many.
    #[arg(long, default_value = "50", value_name = "NUMBER")]
    pub(crate) limit: NonZeroUsize,
}
