//! The command line, one file for each command.

mod completions;
mod connection;
mod connectors;
mod dev;
mod doctor;
mod evidence;
mod key;
mod logging;
mod member;
mod migrate;
mod org;
mod serve;
mod setup;
mod trail;
mod tuning;

use clap::{Parser, Subcommand};

pub(crate) use self::{
    completions::Completions,
    connection::{Connection, read_url, usage},
    connectors::Connectors,
    dev::Dev,
    doctor::{Doctor, Rules},
    evidence::{Evidence, EvidenceCommand, EvidencePlace, EvidenceTaken},
    key::{Generate, Key, KeyCommand, ListKeys, Revoke, Rotate},
    logging::{LogFormat, Logging},
    member::{AddMember, Member, MemberCommand},
    migrate::Migrate,
    org::{Org, OrgCommand},
    serve::{Listen, Serve, Service},
    setup::Setup,
    trail::{ListTrail, Trail, TrailCommand},
    tuning::Tuning,
};

/// API key management for the AIIA REST API.
///
/// Exit status: 0 done, 1 failed, 2 wrong usage, 3 the database is refused, 4 set up already.
#[derive(Debug, Parser)]
#[command(name = "aiia-keys", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs the service on a database of its own in a data folder, until Ctrl-C.
    Dev(Dev),
    /// Runs the service on a prepared database, until Ctrl-C.
    Serve(Serve),
    /// Founds, shows, suspends, resumes and demonstrates organizations.
    Org(Org),
    /// Sets an empty system up: the first organization and its owner.
    Setup(Setup),
    /// Generates, lists, shows, rotates and revokes keys of an organization.
    Key(Key),
    /// Adds, lists, invites, changes and removes the people of an organization.
    Member(Member),
    /// Verifies, lists and exports the audit trail of an organization.
    Trail(Trail),
    /// Lists evidence of an organization, and clears up after uploads that broke off.
    Evidence(Evidence),
    /// Prepares a database: roles as an administrator, then the schema as its owner.
    Migrate(Migrate),
    /// Checks a database and says what is wrong with it and what to do.
    Doctor(Doctor),
    /// Prints completions for a shell.
    Completions(Completions),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
