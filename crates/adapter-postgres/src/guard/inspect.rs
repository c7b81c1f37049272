//! Asks everything, over one connection and as of one moment.

use std::error::Error;

use tokio_postgres::{Client, IsolationLevel, Transaction};

use super::{Report, release, schema, wall};
use crate::embedded::{InvalidVersion, ServerVersion};

/// Looks at the database that `client` is connected to, as the service's role.
///
/// It reads the catalogue only, and no tenant's data.
///
/// # Errors
/// When the database cannot be asked: that is no finding, and no permission to go on either.
pub async fn inspect(client: &mut Client) -> Result<Report, InspectError> {
    let transaction = client
        .build_transaction()
        .read_only(true)
        .isolation_level(IsolationLevel::RepeatableRead)
        .start()
        .await?;
    // A policy's text names what it calls, in full unless found here: a false `current_setting` shows.
    transaction
        .batch_execute("SET LOCAL search_path = pg_catalog, pg_temp")
        .await?;
    let role = Role::ask(&transaction).await?;
    let version = transaction.query_one("SHOW server_version", &[]).await?;
    let version: ServerVersion = version.try_get::<_, &str>(0)?.parse()?;
    let mut findings: Vec<_> = release::check(version).into_iter().collect();
    findings.extend(schema::check(&transaction, &role).await?);
    findings.extend(wall::check_role(&transaction, &role).await?);
    findings.extend(wall::check_tables(&transaction).await?);
    findings.extend(wall::check_functions(&transaction).await?);
    transaction.commit().await?;
    Ok(Report { findings })
}

/// Who asks.
pub(super) struct Role {
    /// The role that logged in: another one that was taken on can be given back.
    pub(super) name: String,
    pub(super) superuser: bool,
    pub(super) database: String,
}

impl Role {
    async fn ask(transaction: &Transaction<'_>) -> Result<Self, tokio_postgres::Error> {
        let query = "SELECT rolname::text, rolsuper, quote_ident(current_database()) \
                     FROM pg_roles WHERE rolname = session_user";
        let row = transaction.query_one(query, &[]).await?;
        Ok(Self {
            name: row.try_get(0)?,
            superuser: row.try_get(1)?,
            database: row.try_get(2)?,
        })
    }
}

/// The database could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum InspectError {
    /// It did not answer.
    #[error("the database could not be inspected: {0}")]
    Database(#[from] tokio_postgres::Error),
    /// Its version was not understood.
    #[error("the database's version was not understood: {0}")]
    Version(#[from] InvalidVersion),
    /// This binary's own migrations cannot be read.
    #[error("the migrations in this program cannot be read: {0}")]
    Migrations(#[source] Box<dyn Error + Send + Sync>),
}
