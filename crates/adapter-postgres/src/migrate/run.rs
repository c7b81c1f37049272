//! The schema, made and changed as its owner.

use std::error::Error;

use diesel::{QueryableByName, migration::MigrationVersion, sql_query, sql_types::Text};
use diesel_async::{
    AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _,
    async_connection_wrapper::AsyncConnectionWrapper,
};
use diesel_migrations::MigrationHarness;

use super::versions::{MIGRATIONS, known_versions};
use crate::schema::{OWNER_ROLE, SCHEMA, SEARCH_PATH};

/// Names this lock among the database's advisory locks: `aiia` and `migr`, as numbers.
const LOCK: &str = "SELECT pg_advisory_lock(1634297185, 1835624306)";

/// Applies the migrations that are missing, oldest first, and gives their names.
///
/// The connection is the owner's and is closed afterwards. While another node migrates, this one
/// waits, up to a minute; then it finds nothing left to do. A migration happens as a whole or not
/// at all.
///
/// # Errors
/// Each variant of [`MigrateError`] says what to do about it.
pub async fn run(mut owner: AsyncPgConnection) -> Result<Vec<String>, MigrateError> {
    // Also for the locks that migrations take: better to fail than to hold up the service.
    owner.batch_execute("SET lock_timeout = '60s'").await?;
    let role: Name = sql_query("SELECT current_user::text AS name")
        .get_result(&mut owner)
        .await?;
    if role.name != OWNER_ROLE {
        return Err(MigrateError::NotOwner { role: role.name });
    }
    owner.batch_execute(LOCK).await.map_err(busy)?;
    make_schema(&mut owner).await?;
    owner
        .batch_execute(&format!("SET search_path = {SEARCH_PATH}"))
        .await?;
    let applied = tokio::task::spawn_blocking(move || {
        let mut harness: AsyncConnectionWrapper<_> = owner.into();
        apply_all(&mut harness)
    });
    applied
        .await
        .map_err(|stopped| MigrateError::Failed(stopped.into()))?
    // The lock goes with the connection.
}

async fn make_schema(owner: &mut AsyncPgConnection) -> Result<(), MigrateError> {
    let query = "SELECT nspowner::regrole::text AS name FROM pg_namespace WHERE nspname = $1";
    let found: Vec<Name> = sql_query(query).bind::<Text, _>(SCHEMA).load(owner).await?;
    match found.into_iter().next() {
        None => Ok(owner
            .batch_execute(&format!("CREATE SCHEMA {SCHEMA}"))
            .await?),
        Some(Name { name }) if name == OWNER_ROLE => Ok(()),
        Some(Name { name }) => Err(MigrateError::ForeignSchema { owner: name }),
    }
}

fn apply_all<C>(harness: &mut C) -> Result<Vec<String>, MigrateError>
where
    C: MigrationHarness<diesel::pg::Pg>,
{
    let applied = harness
        .run_pending_migrations(MIGRATIONS)
        .map_err(MigrateError::Failed)?;
    let applied: Vec<String> = applied.iter().map(MigrationVersion::to_string).collect();
    let known = known_versions().map_err(MigrateError::Failed)?;
    Ok(known
        .into_iter()
        .filter(|(version, _)| applied.contains(version))
        .map(|(_, name)| name)
        .collect())
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The connection is not the owner's.
    #[error(
        "migrations were started as the role `{role}`, who would own what they make; connect as `{OWNER_ROLE}`"
    )]
    NotOwner {
        /// The role of the connection.
        role: String,
    },
    /// The schema is somebody else's.
    #[error(
        "the schema `{SCHEMA}` belongs to `{owner}`; give it away with `ALTER SCHEMA {SCHEMA} OWNER TO {OWNER_ROLE}`, or use another database"
    )]
    ForeignSchema {
        /// Who owns it.
        owner: String,
    },
    /// Another node has been migrating for a minute.
    #[error("another node is still migrating this database; wait until it is done, then repeat")]
    Busy,
    /// The database refused something else.
    #[error("the database refused to be migrated: {0}; was it prepared by an administrator?")]
    Database(#[from] diesel::result::Error),
    /// A migration did not run, and changed nothing.
    #[error("a migration failed and was undone: {0}")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}

fn busy(error: diesel::result::Error) -> MigrateError {
    match &error {
        diesel::result::Error::DatabaseError(_, information)
            if information.message().contains("lock timeout") =>
        {
            MigrateError::Busy
        }
        _ => MigrateError::Database(error),
    }
}
