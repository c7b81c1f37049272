//! `aiia-keys org` at the command line.

use aiia_keys_domain::{OrganizationName, OrganizationSlug};
use clap::{Args, Subcommand};

use super::Service;

/// Options of `org`.
#[derive(Debug, Args)]
pub(crate) struct Org {
    #[command(flatten)]
    pub(crate) service: Service,
    /// Prints JSON instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: OrgCommand,
}

/// What to do with an organization.
#[derive(Debug, Subcommand)]
pub(crate) enum OrgCommand {
    /// Founds an organization.
    Found {
        /// Its short name, such as `example-audit`.
        slug: OrganizationSlug,
        /// Its name, such as `Example Audit`.
        name: OrganizationName,
    },
    /// Shows an organization.
    Show {
        /// Its short name.
        slug: OrganizationSlug,
    },
    /// Fills an organization with a made-up food company's universe, findings, evidence and a
    /// connector, to try things out with; what is there already stays. Refused in production.
    Demo {
        /// Its short name.
        slug: OrganizationSlug,
    },
    /// Refuses all its keys.
    Suspend {
        /// Its short name.
        slug: OrganizationSlug,
    },
    /// Accepts its keys again.
    Resume {
        /// Its short name.
        slug: OrganizationSlug,
    },
}
