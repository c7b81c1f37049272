//! What is read when Prometheus asks, and where it asks.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use aiia_keys_domain::Timestamp;
use aiia_keys_http_actix::{Family, Metrics, Reading, Readings, serve_metrics};
use aiia_keys_ports::{BootClock, Clock as _};
use aiia_keys_postgres::PgPool;
use aiia_keys_system::SystemClock;
use aiia_keys_usecases::usage::UsageRecorder;
use aiia_keys_verifier::Verifier;
use anyhow::{Context as _, Result};
use tokio::{
    sync::oneshot::{self, Sender},
    task::JoinHandle,
};

/// The pool, the usage that is held, and what verifies keys from memory.
pub(crate) struct Gauges {
    pub(crate) pool: PgPool,
    pub(crate) usage: Arc<UsageRecorder>,
    pub(crate) flushed: Arc<LastFlush>,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) boot_clock: Arc<dyn BootClock>,
}

/// When everything that was counted was last stored; the start of the program, before it ever was.
pub(crate) struct LastFlush(AtomicI64);

impl LastFlush {
    pub(crate) fn now() -> Self {
        Self(AtomicI64::new(SystemClock.now().unix_micros()))
    }

    /// It was, now.
    pub(crate) fn set(&self) {
        let now = SystemClock.now().unix_micros();
        self.0.store(now, Ordering::Relaxed);
    }

    fn lag(&self) -> Duration {
        let at = Timestamp::from_unix_micros(self.0.load(Ordering::Relaxed));
        at.map_or(Duration::ZERO, |at| SystemClock.now().saturating_since(at))
    }
}

impl Readings for Gauges {
    fn read(&self) -> Vec<Reading> {
        let pool = self.pool.status();
        let connections = Family::DatabaseConnections;
        let in_use = pool.open.saturating_sub(pool.idle);
        let lookups = Family::CacheLookups;
        let counts = self.verifier.counts();
        let lease = self.verifier.lease_left(self.boot_clock.now());
        [
            (connections, Some("idle"), number(pool.idle)),
            (connections, Some("in_use"), number(in_use)),
            (connections, Some("most"), number(pool.size)),
            (Family::DatabaseWaiting, None, number(pool.waiting)),
            (lookups, Some("hit"), total(counts.hits)),
            (lookups, Some("miss"), total(counts.misses)),
            (lookups, Some("no_lease"), total(counts.without_lease)),
            (lookups, Some("unknown"), total(counts.unknown)),
            (lookups, Some("refused"), total(counts.refused)),
            (Family::CacheEntries, None, number(self.verifier.len())),
            (Family::LeaseLeft, None, lease.as_secs_f64()),
            (Family::Nodes, None, number(self.verifier.nodes().get())),
            (Family::Registrations, None, total(counts.registrations)),
            (Family::UsageHeld, None, number(self.usage.held())),
            (Family::UsageLost, None, number(self.usage.lost())),
            (Family::UsageLag, None, self.flushed.lag().as_secs_f64()),
        ]
        .map(|(family, label, value)| Reading {
            family,
            label,
            value,
        })
        .into()
    }
}

/// More than four thousand million are told as that many.
fn number(count: impl TryInto<u32>) -> f64 {
    f64::from(count.try_into().unwrap_or(u32::MAX))
}

/// A counter as Prometheus has it: beyond 2⁵³ the last digits are not exact.
#[expect(
    clippy::cast_precision_loss,
    reason = "a rate over nine thousand million millions needs no last digit"
)]
const fn total(count: u64) -> f64 {
    count as f64
}

/// The metrics as they are served.
pub(crate) struct Serving {
    /// Where they are.
    pub(crate) address: SocketAddr,
    end: Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Serving {
    /// Begins to serve them.
    pub(crate) fn start(address: SocketAddr, metrics: Arc<Metrics>) -> Result<Self> {
        let listener = TcpListener::bind(address)
            .with_context(|| format!("cannot listen on {address} (--metrics-listen)"))?;
        let address = listener.local_addr()?;
        let (end, ended) = oneshot::channel();
        let task = tokio::spawn(serve_metrics(listener, metrics, async move {
            ended.await.ok();
        }));
        Ok(Self { address, end, task })
    }

    /// Ends them, after the service: they tell of its end too.
    pub(crate) async fn end(self) -> Result<()> {
        drop(self.end);
        let served = self.task.await.context("serving the metrics broke off")?;
        served.context("the metrics could not be served")
    }
}
