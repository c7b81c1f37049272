//! Makes, tries and takes back the pool's connections.

use std::{ops::Deref, time::Duration};

use aiia_keys_ports::StoreError;
use deadpool::managed::{self, Metrics, Object, RecycleError, RecycleResult};
use diesel::{dsl::sql, select, sql_types::Bool};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};

use super::{Connection, Connector, PoolOptions};
use crate::{
    error::{Failure, answered},
    schema::WAITS_FOR_STANDBY,
};

#[derive(Debug)]
pub(super) struct Manager {
    connector: Connector,
}

impl Manager {
    pub(super) const fn new(connector: Connector) -> Self {
        Self { connector }
    }
}

impl managed::Manager for Manager {
    type Type = Connection;
    type Error = Failure;

    async fn create(&self) -> Result<Connection, Failure> {
        self.connector.pooled().await
    }

    async fn recycle(&self, idle: &mut Connection, metrics: &Metrics) -> RecycleResult<Failure> {
        let options = self.connector.options();
        if idle.driver.is_finished() {
            return Err(RecycleError::message("the connection has ended"));
        }
        if metrics.last_used() >= options.verify_after {
            let answered = ping(&idle.diesel, options.answer()).await;
            answered.map_err(|_| RecycleError::message("the connection does not answer"))?;
        }
        Ok(())
    }
}

/// Asks for a sign of life: an empty statement.
pub(super) async fn ping(
    mut connection: &AsyncPgConnection,
    limit: Duration,
) -> Result<(), StoreError> {
    answered(limit, connection.batch_execute(";")).await
}

/// Asks whether commits wait for a standby.
pub(super) async fn waits_for_standby(
    mut connection: &AsyncPgConnection,
    limit: Duration,
) -> Result<bool, StoreError> {
    let question = select(sql::<Bool>(WAITS_FOR_STANDBY)).get_result(&mut connection);
    answered(limit, question).await
}

/// A connection that is lent: it goes back to the pool when dropped, as it is.
pub(crate) struct Lease {
    connection: Object<Manager>,
    options: PoolOptions,
}

impl Lease {
    pub(super) const fn new(connection: Object<Manager>, options: PoolOptions) -> Self {
        Self {
            connection,
            options,
        }
    }

    pub(crate) fn options(&self) -> PoolOptions {
        self.options
    }

    /// Whether the connection is gone.
    pub(crate) fn is_lost(&self) -> bool {
        self.connection.driver.is_finished()
    }

    /// Whether a commit on the connection was answered before the standbys confirmed it.
    pub(crate) fn is_unconfirmed(&self) -> bool {
        self.connection.driver.is_unconfirmed()
    }

    /// Closes the connection, so that it serves nobody else; the server rolls back what was open.
    pub(crate) fn discard(self) {
        drop(Object::take(self.connection));
    }
}

impl Deref for Lease {
    type Target = AsyncPgConnection;

    fn deref(&self) -> &AsyncPgConnection {
        &self.connection.diesel
    }
}
