//! A direct connection that is made again when it was lost.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use aiia_keys_ports::StoreError;
use tokio::sync::Notify;
use tokio_postgres::{
    Client, Row,
    types::{ToSql, Type},
};

use crate::{
    Connector,
    error::{Failure, of_client},
};

/// What a node is woken by.
pub(super) const CHANNEL: &str = "aiia_keys_revocation";

/// What a node writes must not be forgotten in a crash, whatever the database's default is.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false) \
                       WHERE current_setting('synchronous_commit') IN ('off', 'local')";

/// One connection that many callers share. Statements are few, so they are not prepared.
#[derive(Debug)]
pub(super) struct Connection {
    connector: Connector,
    live: Mutex<Option<Arc<Client>>>,
    connecting: tokio::sync::Mutex<()>,
    limit: Duration,
    /// Whom to wake when something happened.
    wake: Option<Arc<Notify>>,
}

impl Connection {
    /// An answer that takes longer than `limit` counts as lost, and the connection with it.
    pub(super) const fn new(
        connector: Connector,
        limit: Duration,
        wake: Option<Arc<Notify>>,
    ) -> Self {
        Self {
            connector,
            live: Mutex::new(None),
            connecting: tokio::sync::Mutex::const_new(()),
            limit,
            wake,
        }
    }

    pub(super) async fn query(
        &self,
        statement: &str,
        values: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<Vec<Row>, StoreError> {
        let asked = async {
            let client = self.client().await?;
            let answer = client.query_typed(statement, values).await;
            answer.map_err(|error| {
                self.forget(&client);
                of_client(&error)
            })
        };
        let Ok(answer) = tokio::time::timeout(self.limit, asked).await else {
            self.slot().take();
            return Err(Failure::NoAnswer(self.limit).into());
        };
        answer
    }

    async fn client(&self) -> Result<Arc<Client>, StoreError> {
        if let Some(client) = self.current() {
            return Ok(client);
        }
        let _one_at_a_time = self.connecting.lock().await;
        if let Some(client) = self.current() {
            return Ok(client);
        }
        let client = match &self.wake {
            Some(wake) => self.connector.listening(Arc::clone(wake)).await?,
            None => self.connector.client().await?.0,
        };
        let mut prepare = DURABLE.to_owned();
        if self.wake.is_some() {
            prepare = format!("{prepare}; LISTEN {CHANNEL}");
        }
        client
            .batch_execute(&prepare)
            .await
            .map_err(|error| of_client(&error))?;
        let client = Arc::new(client);
        *self.slot() = Some(Arc::clone(&client));
        Ok(client)
    }

    fn current(&self) -> Option<Arc<Client>> {
        let slot = self.slot();
        slot.as_ref().filter(|client| !client.is_closed()).cloned()
    }

    fn forget(&self, stale: &Arc<Client>) {
        self.slot().take_if(|live| Arc::ptr_eq(live, stale));
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Arc<Client>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
