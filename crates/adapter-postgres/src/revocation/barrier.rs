//! Waiting until a change holds on every node.

use std::{sync::Arc, time::Duration};

use aiia_keys_domain::Epoch;
use aiia_keys_ports::{BootClock, RevocationBarrier, StoreError};
use aiia_keys_verifier::{Barrier, LeasePolicy, Step};
use async_trait::async_trait;
use tokio::sync::Notify;
use tokio_postgres::types::Type;

use super::{
    connection::{CHANNEL, Connection},
    journal::{column, epoch, lease, missing, number},
};
use crate::Connector;

/// The present epoch, the lowest that a node acknowledges, whether this server knows all nodes, and how
/// long leases last.
const LOOK: &str = "SELECT e.epoch, \
           (SELECT min(n.acknowledged) FROM revocation_node n WHERE NOT n.fenced), \
           e.settled AND e.server = revocation_server(), e.lease_ms \
    FROM revocation_epoch e WHERE e.place = 1";
const FENCE: &str = "UPDATE revocation_node SET fenced = true \
                     WHERE NOT fenced AND acknowledged < $1";
const SETTLE: &str = "UPDATE revocation_epoch SET settled = true, server = revocation_server() \
                      WHERE epoch = $1 AND NOT (settled AND server = revocation_server())";

/// The shortest and the longest pause between two looks at the nodes.
const PAUSES: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(20));
/// A pause is this part of what was waited already: a change takes an eighth longer than it must.
const PART: u32 = 8;

/// Waits by looking at what nodes acknowledged.
pub struct PgRevocationBarrier {
    connection: Connection,
    clock: Arc<dyn BootClock>,
    /// The node of this process, which is woken at once.
    node: Option<Arc<Notify>>,
}

impl PgRevocationBarrier {
    /// A barrier for a process that is no node itself; an answer that takes longer than `limit` counts
    /// as lost.
    pub fn new(connector: Connector, clock: Arc<dyn BootClock>, limit: Duration) -> Self {
        Self {
            connection: Connection::new(connector, limit, None),
            clock,
            node: None,
        }
    }

    /// The same for a process whose node is woken by this.
    #[must_use]
    pub fn beside(self, node: Arc<Notify>) -> Self {
        Self {
            node: Some(node),
            ..self
        }
    }

    async fn look(&self) -> Result<Look, StoreError> {
        let rows = self.connection.query(LOOK, &[]).await?;
        let row = rows.first().ok_or_else(missing)?;
        Ok(Look {
            epoch: epoch(column(row, 0)?)?,
            lowest: column::<Option<i64>>(row, 1)?.map(epoch).transpose()?,
            settled: column(row, 2)?,
            policy: lease(column(row, 3)?)?,
        })
    }

    /// Spares the next change the wait. Where that fails it waits as this one did, so nothing is lost.
    async fn fence(&self, barrier: &Barrier) {
        let below = number(barrier.epoch());
        let _ = self.connection.query(FENCE, &[(&below, Type::INT8)]).await;
    }

    /// The same: where it fails, the next change waits for all of a lease as well.
    async fn settle(&self, barrier: &Barrier) {
        let settled = number(barrier.epoch());
        let _ = self
            .connection
            .query(SETTLE, &[(&settled, Type::INT8)])
            .await;
    }

    async fn wake(&self) -> Result<(), StoreError> {
        if let Some(node) = &self.node {
            node.notify_one();
            return Ok(());
        }
        // The change wakes nodes where there are several; a single one is not in this process.
        let notify = format!("SELECT pg_notify('{CHANNEL}', '')");
        self.connection.query(&notify, &[]).await.map(drop)
    }
}

struct Look {
    epoch: Epoch,
    lowest: Option<Epoch>,
    settled: bool,
    policy: LeasePolicy,
}

#[async_trait]
impl RevocationBarrier for PgRevocationBarrier {
    async fn pass(&self, epoch: Option<Epoch>) -> Result<(), StoreError> {
        if epoch.is_none() {
            // Whoever made the change may not have been told that it is safe.
            self.connection.confirm().await?;
        }
        // Of a change whose commit was answered, the wait begins here, whether or not nodes can be
        // looked at.
        let answered = self.clock.now();
        let mut look = match (self.look().await, epoch) {
            (Ok(look), _) => Some(look),
            (Err(_), Some(_)) => None,
            (Err(error), None) => return Err(error),
        };
        let (epoch, committed) = match (epoch, &look) {
            (Some(epoch), _) => (epoch, answered),
            // After the look: an epoch which was only found there was committed before.
            (None, Some(look)) => (look.epoch, self.clock.now()),
            (None, None) => return Err(missing()),
        };
        // Until the database tells how long leases last, they may last as long as any.
        let mut policy = LeasePolicy::longest();
        let (mut unsettled, mut woken) = (false, false);
        let barrier = loop {
            if let Some(look) = &look {
                policy = look.policy;
            }
            let mut barrier = Barrier::new(epoch, committed, &policy);
            // What answers after it could not be asked may be another server, which does not know all.
            unsettled |= look.as_ref().is_none_or(|look| !look.settled);
            if unsettled {
                barrier = barrier.unsettled();
            }
            let now = self.clock.now();
            let step = match &look {
                Some(look) => barrier.next(now, look.lowest),
                None => barrier.unseen(now),
            };
            match step {
                Step::Pass => break barrier,
                Step::Fence => {
                    self.fence(&barrier).await;
                    break barrier;
                }
                Step::Wait { until } => {
                    if !woken {
                        woken = self.wake().await.is_ok();
                    }
                    let pause = (now.since(committed) / PART).clamp(PAUSES.0, PAUSES.1);
                    tokio::time::sleep(pause.min(until.since(now))).await;
                }
            }
            look = self.look().await.ok();
        };
        if look.is_some_and(|look| !look.settled) {
            self.settle(&barrier).await;
        }
        Ok(())
    }
}

impl std::fmt::Debug for PgRevocationBarrier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PgRevocationBarrier")
            .finish_non_exhaustive()
    }
}
