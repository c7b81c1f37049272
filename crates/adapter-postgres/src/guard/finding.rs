//! What can be wrong with a database, and what to do about it.

use crate::{
    embedded::ServerVersion,
    schema::{APP_ROLE, LOCATOR_ROLE, MIGRATIONS_TABLE, SCHEMA},
};

/// Something about the database that the operator must know.
///
/// Its text says what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Finding {
    /// The server is older than anything this was made for.
    #[error("PostgreSQL {version} is too old; upgrade the server to 15.20 or newer, at best to 18")]
    ServerTooOld {
        /// The server's version.
        version: ServerVersion,
    },
    /// The server is newer than anything this was tried with.
    #[error(
        "PostgreSQL {version} is newer than any version this was tested with (15 to 18); look for a newer release of the service"
    )]
    ServerUntested {
        /// The server's version.
        version: ServerVersion,
    },
    /// The server shows rows of other tenants to some statements.
    #[error(
        "PostgreSQL {version} is known to show rows past row level security (`INSERT … ON CONFLICT DO UPDATE … WHERE`); update the server to {fixed} or newer, or accept the risk by the flag for leaky minor versions"
    )]
    ServerLeaks {
        /// The server's version.
        version: ServerVersion,
        /// The first version of the same major version that does not.
        fixed: ServerVersion,
    },
    /// There is nothing of ours in this database, or the role may not see it.
    #[error(
        "the schema `{SCHEMA}` is missing, or `{role}` may not use it; check the database's name in the connection string, then run the migrations"
    )]
    SchemaMissing {
        /// The role of the connection.
        role: String,
    },
    /// The schema lacks migrations that this binary has.
    #[error(
        "the database is older than this program: {} not applied; run the migrations", .pending.join(", ")
    )]
    SchemaOlder {
        /// The names of what is missing.
        pending: Vec<String>,
    },
    /// The schema has migrations that this binary does not know.
    #[error(
        "the database is newer than this program: version {} is unknown to it; start a newer release, or go back to a backup", .unknown.join(", ")
    )]
    SchemaNewer {
        /// The versions that are unknown.
        unknown: Vec<String>,
    },
    /// The role could get around row level security.
    #[error(
        "the role `{role}` can get around row level security: {reason}; connect as `{APP_ROLE}`, and take that from it"
    )]
    RoleBypasses {
        /// The role that the service logged in as.
        role: String,
        /// By which role, and how.
        reason: String,
    },
    /// The role may do what row level security does not cover, or what the service never does.
    #[error(
        "the role `{role}` may {privilege} `{table}`; run `REVOKE {privilege} ON {SCHEMA}.{table} FROM {role}`"
    )]
    ExcessPrivilege {
        /// The role that the service logged in as.
        role: String,
        /// The table.
        table: String,
        /// What it may.
        privilege: String,
    },
    /// Row level security is not on for a table of tenants.
    #[error(
        "row level security is not {missing} for `{table}`; as its owner run `ALTER TABLE {SCHEMA}.{table} {} ROW LEVEL SECURITY`", if *.missing == "forced" { "FORCE" } else { "ENABLE" }
    )]
    RowSecurityOff {
        /// The table.
        table: String,
        /// `enabled` or `forced`.
        missing: &'static str,
    },
    /// A table of tenants has no policy that keeps them apart.
    #[error("the table `{table}` has no policy `tenant`; restore it as its migration makes it")]
    PolicyMissing {
        /// The table.
        table: String,
    },
    /// A policy is there that should not be, or is not what it should be.
    #[error(
        "the policy `{policy}` on `{table}` is not one of ours ({definition}); drop it, and restore what the migration makes"
    )]
    PolicyDiffers {
        /// The table.
        table: String,
        /// The policy.
        policy: String,
        /// What it says.
        definition: String,
    },
    /// A function runs with its owner's rights and is not the one that may.
    #[error(
        "the function `{function}` runs with the rights of `{owner}`: {reason}; only `locate_key`, owned by `{LOCATOR_ROLE}`, may do so"
    )]
    UnsafeFunction {
        /// The function, with its arguments.
        function: String,
        /// Its owner.
        owner: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// The role may make temporary tables, which can take the place of ours.
    #[error(
        "the role `{role}` may make temporary tables; run `REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}`"
    )]
    TemporaryTables {
        /// The role that the service logged in as.
        role: String,
        /// The database.
        database: String,
    },
    /// The list of migrations cannot be read.
    #[error(
        "`{role}` may not read `{MIGRATIONS_TABLE}`; run `GRANT SELECT ON {SCHEMA}.{MIGRATIONS_TABLE} TO {role}`"
    )]
    MigrationsUnreadable {
        /// The role that the service logged in as.
        role: String,
    },
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// To be known.
    Warning,
    /// Refused in production unless the operator accepts it, and a warning in development.
    Unsafe,
    /// Always refused.
    Fatal,
}

impl Finding {
    /// How much it weighs.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::ServerUntested { .. } | Self::TemporaryTables { .. } => Severity::Warning,
            Self::ServerLeaks { .. } => Severity::Unsafe,
            _ => Severity::Fatal,
        }
    }

    /// A stable name, for programs and searches.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ServerTooOld { .. } => "server_too_old",
            Self::ServerUntested { .. } => "server_untested",
            Self::ServerLeaks { .. } => "server_leaks",
            Self::SchemaMissing { .. } => "schema_missing",
            Self::SchemaOlder { .. } => "schema_older",
            Self::SchemaNewer { .. } => "schema_newer",
            Self::RoleBypasses { .. } => "role_bypasses",
            Self::ExcessPrivilege { .. } => "excess_privilege",
            Self::RowSecurityOff { .. } => "row_security_off",
            Self::PolicyMissing { .. } => "policy_missing",
            Self::PolicyDiffers { .. } => "policy_differs",
            Self::UnsafeFunction { .. } => "unsafe_function",
            Self::TemporaryTables { .. } => "temporary_tables",
            Self::MigrationsUnreadable { .. } => "migrations_unreadable",
        }
    }
}
