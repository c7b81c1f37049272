//! `aiia-keys key` at the command line.

use std::{str::FromStr, time::Duration};

use aiia_keys_domain::{Expiration, KeyId, Label, OrganizationSlug, Overlap, RevocationReason};
use clap::{Args, Subcommand};

use super::Service;

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
