//! One connection that many callers share, made again when it was lost.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aiia_keys_ports::{KeyCredential, LocatedKey, StoreError};
use tokio_postgres::{Client, Row, Statement, error::SqlState, types::ToSql};

use super::row;
use crate::{
    Connector,
    error::{Failure, of_client},
};

const LOCATE: &str = "SELECT org_id, key_id, scopes, sources, expires_at, revoked, suspended, \
                      pepper, digest, epoch, rate_requests, rate_seconds FROM locate_key($1)";

#[derive(Debug)]
pub(super) struct Line {
    connector: Connector,
    live: Mutex<Option<Arc<Live>>>,
    /// Held by the one who connects; the others wait for the same connection.
    connecting: tokio::sync::Mutex<()>,
}

struct Live {
    client: Client,
    locate: Statement,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Live")
    }
}

impl Line {
    pub(super) const fn new(connector: Connector) -> Self {
        Self {
            connector,
            live: Mutex::new(None),
            connecting: tokio::sync::Mutex::const_new(()),
        }
    }

    pub(super) async fn locate(
        &self,
        candidates: &[KeyCredential],
    ) -> Result<Option<LocatedKey>, StoreError> {
        let digests: Vec<&[u8]> = candidates
            .iter()
            .map(|one| one.digest.as_bytes().as_slice())
            .collect();
        let live = self.live().await?;
        let found = match self.ask(&live, &digests).await {
            // The server went away while the connection was idle. A read can be repeated.
            Err(Unanswered::Gone(_)) => {
                let live = self.live().await?;
                self.ask(&live, &digests).await?
            }
            answer => answer?,
        };
        let located = found.as_ref().map(row::read).transpose()?;
        // The database looks for digests; each is of one pepper.
        Ok(located.filter(|key| candidates.contains(&key.found)))
    }

    async fn ask(&self, live: &Arc<Live>, digests: &[&[u8]]) -> Result<Option<Row>, Unanswered> {
        let limit = self.connector.options().answer();
        let values: [&(dyn ToSql + Sync); 1] = [&digests];
        let question = live.client.query_opt(&live.locate, &values);
        let answer = tokio::time::timeout(limit, question).await;
        if !matches!(answer, Ok(Ok(_))) {
            // Also because a prepared statement goes stale with the function it calls.
            self.forget(live);
        }
        match answer {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(error)) if is_gone(&error) => Err(Unanswered::Gone(of_client(&error))),
            Ok(Err(error)) => Err(Unanswered::Failed(of_client(&error))),
            Err(_) => Err(Unanswered::Failed(Failure::NoAnswer(limit).into())),
        }
    }

    async fn live(&self) -> Result<Arc<Live>, StoreError> {
        if let Some(live) = self.current() {
            return Ok(live);
        }
        let limit = self.connector.options().acquire;
        let connecting = async {
            let _one_at_a_time = self.connecting.lock().await;
            if let Some(live) = self.current() {
                return Ok(live);
            }
            let (client, _driver) = self.connector.client().await?;
            let locate = client
                .prepare(LOCATE)
                .await
                .map_err(|error| of_client(&error))?;
            let live = Arc::new(Live { client, locate });
            *self.slot() = Some(Arc::clone(&live));
            Ok(live)
        };
        match tokio::time::timeout(limit, connecting).await {
            Ok(live) => live,
            Err(_) => Err(Failure::SlowConnect(limit).into()),
        }
    }

    fn current(&self) -> Option<Arc<Live>> {
        self.slot()
            .as_ref()
            .filter(|live| !live.client.is_closed())
            .cloned()
    }

    fn forget(&self, stale: &Arc<Live>) {
        let mut slot = self.slot();
        if slot.as_ref().is_some_and(|live| Arc::ptr_eq(live, stale)) {
            *slot = None;
        }
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<Live>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why there is no answer.
enum Unanswered {
    /// The connection ended.
    Gone(StoreError),
    /// Anything else.
    Failed(StoreError),
}

impl From<Unanswered> for StoreError {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Gone(error) | Unanswered::Failed(error) => error,
        }
    }
}

fn is_gone(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        None => true,
        Some(code) => [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::IDLE_SESSION_TIMEOUT,
        ]
        .contains(code),
    }
}
