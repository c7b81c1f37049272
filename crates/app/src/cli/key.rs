//! `aiia-keys key` at the command line.

use std::{str::FromStr, time::Duration};

use aiia_keys_domain::{
    Expiration, KeyId, Label, OrganizationSlug, Overlap, RateLimit, RevocationReason, Scope, Status,
};
use aiia_keys_ports::KeyOrder;
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
    /// Prints JSON instead of text; a new key is then a field of it.
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
    /// Lists keys, masked.
    List(ListKeys),
    /// Shows one key, masked.
    Show {
        /// The key's id.
        id: KeyId,
    },
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
    /// How often it may be used, such as `600/1m`: 600 requests at once, then as many a minute. As the
    /// organization's policy has it unless given.
    #[arg(long, value_name = "REQUESTS/WINDOW")]
    pub(crate) rate_limit: Option<RateLimit>,
}

/// Options of `key list`: everything that is given must hold.
#[derive(Debug, Args)]
pub(crate) struct ListKeys {
    /// Keys of this status: `active`, `expired` or `revoked`.
    #[arg(long)]
    pub(crate) status: Option<Status>,
    /// Keys that may do this, by a wildcard too, such as `read:findings`.
    #[arg(long, value_name = "SCOPE")]
    pub(crate) allows: Option<Scope>,
    /// Keys whose label contains this text, whatever the case.
    #[arg(long, value_name = "TEXT")]
    pub(crate) label: Option<String>,
    /// Keys that are due for rotation.
    #[arg(long)]
    pub(crate) rotation_due: bool,
    /// What they go by: `label`, `created`, `last_used` or `expires`, with `-` for the last first.
    #[arg(
        long,
        value_name = "ORDER",
        default_value_t,
        allow_hyphen_values = true
    )]
    pub(crate) sort: KeyOrder,
}

impl ListKeys {
    /// Whether anything is left out.
    pub(crate) const fn is_filter(&self) -> bool {
        self.status.is_some() || self.allows.is_some() || self.label.is_some() || self.rotation_due
    }
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
