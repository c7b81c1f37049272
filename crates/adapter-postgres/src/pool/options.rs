//! Limits of a pool.

use std::{num::NonZeroU16, time::Duration};

/// How many connections there may be, and how long each thing may take.
///
/// ```
/// use std::time::Duration;
/// use aiia_keys_postgres::PoolOptions;
///
/// let patient = PoolOptions { lock: Duration::from_secs(5), ..PoolOptions::default() };
/// assert_eq!(patient.acquire, Duration::from_secs(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolOptions {
    /// The most connections; 16. Further callers wait.
    pub size: NonZeroU16,
    /// Threads that have connections of their own, as long as those are enough; 1. Best as many as serve
    /// requests.
    pub lanes: NonZeroU16,
    /// How long a caller waits for a connection, making one included; 1 s.
    pub acquire: Duration,
    /// How long the server may work on one statement (`statement_timeout`); 5 s.
    pub statement: Duration,
    /// How long a statement waits for someone else's lock (`lock_timeout`); 2 s.
    pub lock: Duration,
    /// How long a transaction may do nothing (`idle_in_transaction_session_timeout`); 10 s.
    pub idle_in_transaction: Duration,
    /// A connection that was idle for longer than this is tried before it is lent; 1 s.
    pub verify_after: Duration,
}

impl Default for PoolOptions {
    fn default() -> Self {
        Self {
            size: const { NonZeroU16::new(16).unwrap() },
            lanes: NonZeroU16::MIN,
            acquire: Duration::from_secs(1),
            statement: Duration::from_secs(5),
            lock: Duration::from_secs(2),
            idle_in_transaction: Duration::from_secs(10),
            verify_after: Duration::from_secs(1),
        }
    }
}

/// How much longer than the server's own limit an answer may take, before the way there counts as lost.
const TRANSIT: Duration = Duration::from_millis(500);

impl PoolOptions {
    /// How long an answer is waited for.
    pub(crate) fn answer(&self) -> Duration {
        self.statement.saturating_add(TRANSIT)
    }

    /// The limits that the server keeps, and what else its sessions need, as start-up options of a
    /// connection.
    ///
    /// Statements here are short, and tables that were not analysed yet look larger than they are:
    /// compiling a statement (`jit`) took a hundred times as long as running it.
    pub(super) fn server_options(&self) -> String {
        let limits = [
            ("statement_timeout", self.statement),
            ("lock_timeout", self.lock),
            (
                "idle_in_transaction_session_timeout",
                self.idle_in_transaction,
            ),
        ];
        // Zero would mean no limit at all.
        let limits =
            limits.map(|(name, limit)| format!("-c {name}={}ms", limit.as_millis().max(1)));
        format!("{} -c jit=off", limits.join(" "))
    }
}
