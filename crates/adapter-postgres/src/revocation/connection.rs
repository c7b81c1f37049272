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
    pool::Driver,
};

/// What a node is woken by.
pub(super) const CHANNEL: &str = "aiia_keys_revocation";

/// What a node writes must not be forgotten in a crash, whatever the database's default is.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false) \
                       WHERE current_setting('synchronous_commit') IN ('off', 'local')";

/// A record in the journal that changes nothing: its commit waits until everything before it is safe.
const CONFIRM: &str = "SELECT pg_logical_emit_message(true, 'aiia_keys', '')";

/// One connection that many callers share. Statements are few, so they are not prepared.
#[derive(Debug)]
pub(super) struct Connection {
    connector: Connector,
    live: Mutex<Option<Live>>,
    connecting: tokio::sync::Mutex<()>,
    limit: Duration,
    /// Whom to wake when something happened.
    wake: Option<Arc<Notify>>,
}

/// A connection as long as it lasts.
#[derive(Clone, Debug)]
struct Live {
    client: Arc<Client>,
    driver: Arc<Driver>,
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
        self.ask(statement, values).await.map(|(rows, _)| rows)
    }

    /// What a statement gives, and the connection that it was sent on.
    async fn ask(
        &self,
        statement: &str,
        values: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<(Vec<Row>, Live), StoreError> {
        let asked = async {
            let live = self.live().await?;
            match live.client.query_typed(statement, values).await {
                Ok(rows) => Ok((rows, live)),
                Err(error) => {
                    self.forget(&live);
                    Err(of_client(&error))
                }
            }
        };
        let Ok(answer) = tokio::time::timeout(self.limit, asked).await else {
            self.slot().take();
            return Err(Failure::NoAnswer(self.limit).into());
        };
        answer
    }

    /// Waits until everything that was committed before is safe: on the server's disk, and on those of
    /// its synchronous standbys if it has any.
    ///
    /// # Errors
    /// When that cannot be had.
    pub(super) async fn confirm(&self) -> Result<(), StoreError> {
        let (_, live) = self.ask(CONFIRM, &[]).await?;
        // Whose warning it was, cannot be told: nobody on this connection has a word that counts.
        if live.driver.is_unconfirmed() {
            self.forget(&live);
            return Err(Failure::Unconfirmed.into());
        }
        Ok(())
    }

    async fn live(&self) -> Result<Live, StoreError> {
        if let Some(live) = self.current() {
            return Ok(live);
        }
        let _one_at_a_time = self.connecting.lock().await;
        if let Some(live) = self.current() {
            return Ok(live);
        }
        let (client, driver) = match &self.wake {
            Some(wake) => self.connector.listening(Arc::clone(wake)).await?,
            None => self.connector.client().await?,
        };
        let mut prepare = DURABLE.to_owned();
        if self.wake.is_some() {
            prepare = format!("{prepare}; LISTEN {CHANNEL}");
        }
        client
            .batch_execute(&prepare)
            .await
            .map_err(|error| of_client(&error))?;
        let live = Live {
            client: Arc::new(client),
            driver: Arc::new(driver),
        };
        *self.slot() = Some(live.clone());
        Ok(live)
    }

    fn current(&self) -> Option<Live> {
        let slot = self.slot();
        slot.as_ref()
            .filter(|live| !live.client.is_closed())
            .cloned()
    }

    fn forget(&self, stale: &Live) {
        self.slot()
            .take_if(|live| Arc::ptr_eq(&live.client, &stale.client));
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
