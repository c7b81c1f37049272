//! Preparing and checking a database.

use std::time::Duration;

use aiia_keys_postgres::{
    Connector, DatabaseUrl, PoolOptions, guard,
    migrate::{self, Passwords},
};
use anyhow::{Context as _, Result};

use crate::output;

/// For what somebody waits for at a terminal: they have longer than a request has.
pub(crate) fn patient() -> PoolOptions {
    PoolOptions {
        acquire: Duration::from_secs(30),
        ..PoolOptions::default()
    }
}

/// A connector for one connection at a time.
pub(crate) fn connector(url: &DatabaseUrl) -> Result<Connector> {
    Ok(Connector::new(url, patient())?)
}

/// The same for work on the database itself: copying a template, building an index or waiting for another
/// node's migration takes longer than any statement of a request, and grows with what is stored.
pub(crate) fn maintainer(url: &DatabaseUrl) -> Result<Connector> {
    let options = PoolOptions {
        statement: Duration::from_hours(1),
        ..patient()
    };
    Ok(Connector::new(url, options)?)
}

/// Makes roles and schema, as an administrator.
pub(crate) async fn bootstrap(admin: &DatabaseUrl, passwords: &Passwords) -> Result<()> {
    let mut client = maintainer(admin)?
        .connect()
        .await
        .context("cannot connect as the administrator")?;
    migrate::bootstrap(&mut client, passwords)
        .await
        .context("cannot make the roles")
}

/// Applies what is missing, as the owner; tells what that was.
pub(crate) async fn apply_migrations(owner: &DatabaseUrl) -> Result<Vec<String>> {
    let connection = maintainer(owner)?
        .connect_diesel()
        .await
        .context("cannot connect as the owner")?;
    migrate::run(connection)
        .await
        .context("cannot apply the migrations")
}

/// Looks at the database as the service does.
pub(crate) async fn inspect(service: &DatabaseUrl) -> Result<guard::Report> {
    let mut client = connector(service)?
        .connect()
        .await
        .context("cannot connect as the service")?;
    Ok(guard::inspect(&mut client).await?)
}

/// Tells what was found on standard error.
pub(crate) fn tell(report: &guard::Report) {
    for finding in &report.findings {
        output::note(output::finding(finding));
    }
}
