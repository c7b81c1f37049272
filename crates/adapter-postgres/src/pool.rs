//! Connections to the database: how many there are, how long they may take, and how they are made.

mod connect;
mod manager;
mod options;
mod turn;
mod url;

use std::{fmt, sync::Arc, time::Duration};

use aiia_keys_ports::StoreError;
use deadpool::managed::{self, Object, PoolError, QueueMode, TimeoutType, Timeouts};
use diesel_async::AsyncPgConnection;
use futures_util::future::select_all;

pub(crate) use connect::Driver;
pub use connect::{ConnectError, Connector};
pub(crate) use manager::Lease;
use manager::Manager;
pub use options::PoolOptions;
pub(crate) use turn::turn;
pub use url::{DatabaseUrl, InvalidDatabaseUrl};

use crate::error::Failure;

/// A bounded pool of connections; clones share it.
///
/// A connection that died is replaced. One that comes back from an unfinished transaction is rolled
/// back, with the server's word for it, before it serves again, or it is closed.
#[derive(Clone)]
pub struct PgPool {
    /// The connections that threads make and use as long as they are enough; each thread has one of
    /// these lanes.
    lanes: Arc<[managed::Pool<Manager>]>,
    options: PoolOptions,
}

impl PgPool {
    /// A pool that connects when it is first used.
    pub fn new(connector: &Connector) -> Self {
        let options = connector.options();
        let size = usize::from(options.size.get());
        let lanes = usize::from(options.lanes.get()).min(size);
        let lane = |number| {
            // What is left over goes to the first ones.
            let extra = usize::from(number < size % lanes);
            lane(connector.clone(), size / lanes + extra)
        };
        Self {
            lanes: (0..lanes).map(lane).collect(),
            options,
        }
    }

    /// Waits for a free connection, or makes one.
    pub(crate) async fn lease(&self) -> Result<Lease, StoreError> {
        let waited = self.options.acquire;
        // Waiting and connecting have a limit each; this one is for both together.
        match tokio::time::timeout(waited, self.free()).await {
            Ok(Ok(connection)) => Ok(Lease::new(connection, self.options)),
            Ok(Err(PoolError::Backend(failure))) => Err(failure.into()),
            Ok(Err(PoolError::Timeout(TimeoutType::Wait))) => Err(self.exhausted()),
            Ok(Err(PoolError::Timeout(_))) => Err(Failure::SlowConnect(waited).into()),
            Ok(Err(_)) => Err(Failure::Closed.into()),
            Err(_) if self.is_exhausted() => Err(self.exhausted()),
            Err(_) => Err(Failure::SlowConnect(waited).into()),
        }
    }

    /// A connection of the thread's own lane, of another when all of its own are in use, or else the first
    /// that becomes free.
    async fn free(&self) -> Result<Object<Manager>, PoolError<Failure>> {
        let at_once = Timeouts {
            wait: Some(Duration::ZERO),
            ..timeouts(self.options)
        };
        let lanes = || self.lanes.iter().cycle().skip(turn() % self.lanes.len());
        for lane in lanes().take(self.lanes.len()) {
            match lane.timeout_get(&at_once).await {
                Err(PoolError::Timeout(TimeoutType::Wait)) => {}
                got => return got,
            }
        }
        let waiting = self.lanes.iter().map(|lane| Box::pin(lane.get()));
        let (got, _, _) = select_all(waiting).await;
        got
    }

    fn exhausted(&self) -> StoreError {
        let PoolOptions { size, acquire, .. } = self.options;
        Failure::Exhausted {
            size: size.get().into(),
            waited: acquire,
        }
        .into()
    }

    fn is_exhausted(&self) -> bool {
        let status = self.status();
        status.idle == 0 && status.open >= status.size
    }

    /// Asks the database whether it is there.
    ///
    /// # Errors
    /// [`Unavailable`](StoreError::Unavailable) when it is not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let lease = self.lease().await?;
        manager::ping(&lease, self.options.answer()).await
    }

    /// Whether commits wait for a standby: without, a failover can forget what was answered.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waits_for_standby(&self) -> Result<bool, StoreError> {
        let lease = self.lease().await?;
        manager::waits_for_standby(&lease, self.options.answer()).await
    }

    /// How many connections there are, and how many of them are idle.
    pub fn status(&self) -> PoolStatus {
        let of = |count: fn(&managed::Status) -> usize| {
            let lanes = self.lanes.iter().map(managed::Pool::status);
            lanes.map(|status| count(&status)).sum()
        };
        PoolStatus {
            size: of(|lane| lane.max_size),
            open: of(|lane| lane.size),
            idle: of(|lane| lane.available),
            waiting: of(|lane| lane.waiting),
        }
    }

    /// Closes idle connections now and the others when they come back; nothing is lent any more.
    pub fn close(&self) {
        self.lanes.iter().for_each(managed::Pool::close);
    }
}

fn lane(connector: Connector, size: usize) -> managed::Pool<Manager> {
    let timeouts = timeouts(connector.options());
    let pool = managed::Pool::builder(Manager::new(connector))
        .max_size(size)
        .timeouts(timeouts)
        .runtime(deadpool::Runtime::Tokio1)
        // The connection that was used last is the least likely to have died, and its caches are warm.
        .queue_mode(QueueMode::Lifo)
        .build();
    match pool {
        Ok(pool) => pool,
        // The one error of `build` is a time-out without a runtime.
        Err(error) => unreachable!("{error}"),
    }
}

const fn timeouts(options: PoolOptions) -> Timeouts {
    Timeouts {
        wait: Some(options.acquire),
        create: Some(options.acquire),
        recycle: Some(options.acquire),
    }
}

impl fmt::Debug for PgPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PgPool")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// A pool at one moment, for metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolStatus {
    /// The most connections there may be.
    pub size: usize,
    /// How many there are.
    pub open: usize,
    /// How many of those are idle.
    pub idle: usize,
    /// How many callers wait for one.
    pub waiting: usize,
}

/// One connection, with the task that carries its messages.
pub(crate) struct Connection {
    pub(crate) diesel: AsyncPgConnection,
    driver: Driver,
}
