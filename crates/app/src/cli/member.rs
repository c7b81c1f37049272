//! `aiia-keys member` at the command line.

use aiia_keys_domain::{EmailAddress, MemberId, MemberName, OrganizationSlug, Role};
use clap::{Args, Subcommand};

use super::Service;
use crate::url::PublicUrl;

/// Options of `member`.
#[derive(Debug, Args)]
pub(crate) struct Member {
    #[command(flatten)]
    pub(crate) service: Service,
    /// The organization's short name.
    #[arg(long, value_name = "SLUG")]
    pub(crate) org: OrganizationSlug,
    /// Where people reach the service: links begin with it.
    #[arg(
        long,
        global = true,
        env = "AIIA_KEYS_PUBLIC_URL",
        default_value = "http://127.0.0.1:8080",
        value_name = "URL"
    )]
    pub(crate) public_url: PublicUrl,
    /// Prints JSON instead of text; link and token of an invitation are then fields of it.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: MemberCommand,
}

/// What to do with the people of an organization.
#[derive(Debug, Subcommand)]
pub(crate) enum MemberCommand {
    /// Adds a member and prints the link of their invitation, once, on standard output.
    Add(AddMember),
    /// Gives a member a new invitation, in place of an earlier one, and prints its link, once.
    Invite {
        /// The member's id.
        id: MemberId,
    },
    /// Lists the members.
    List,
    /// Gives a member another role.
    Role {
        /// The member's id.
        id: MemberId,
        /// `owner`, `administrator` or `auditor`.
        role: Role,
    },
    /// Removes a member and ends their sessions; keys that they made go on.
    Remove {
        /// The member's id.
        id: MemberId,
    },
    /// Ends all sessions of a member.
    SignOut {
        /// The member's id.
        id: MemberId,
    },
}

/// Options of `member add`.
#[derive(Debug, Args)]
pub(crate) struct AddMember {
    /// What they will sign in with.
    pub(crate) email: EmailAddress,
    /// What people call them.
    pub(crate) name: MemberName,
    /// `owner`, `administrator` or `auditor`.
    #[arg(long)]
    pub(crate) role: Role,
}
