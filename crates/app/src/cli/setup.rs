//! `aiia-keys setup` at the command line.

use std::path::PathBuf;

use aiia_keys_domain::{EmailAddress, MemberName, OrganizationName, OrganizationSlug};
use clap::Args;

use super::Service;
use crate::url::PublicUrl;

/// Options of `setup`.
#[derive(Debug, Args)]
pub(crate) struct Setup {
    #[command(flatten)]
    pub(crate) service: Service,
    /// The first organization's short name, such as `example-audit`.
    #[arg(long, value_name = "SLUG")]
    pub(crate) org: OrganizationSlug,
    /// The first organization's name, such as `Example Audit`.
    #[arg(long, value_name = "NAME")]
    pub(crate) org_name: OrganizationName,
    /// What its owner will sign in with.
    #[arg(long)]
    pub(crate) email: EmailAddress,
    /// What people call its owner.
    #[arg(long)]
    pub(crate) name: MemberName,
    /// Where people reach the service: links begin with it.
    #[arg(
        long,
        env = "AIIA_KEYS_PUBLIC_URL",
        default_value = "http://127.0.0.1:8080",
        value_name = "URL"
    )]
    pub(crate) public_url: PublicUrl,
    /// A file whose first line is the owner's password; `-` is standard input. Without it they are
    /// invited, and the link of the invitation is printed, once, on standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Prints JSON instead of text; link and token of an invitation are then fields of it.
    #[arg(long)]
    pub(crate) json: bool,
}
