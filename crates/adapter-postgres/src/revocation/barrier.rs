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
    journal::{column, epoch, number},
};
use crate::{Connector, error::Failure};

/// The present epoch, the lowest that a node acknowledges, and whether this server knows all nodes.
const LOOK: &str = "SELECT e.epoch, \
           (SELECT min(n.acknowledged) FROM revocation_node n WHERE NOT n.fenced), \
           e.settled AND e.server = revocation_server() \
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
    policy: LeasePolicy,
    /// The node of this process, which is woken at once.
    node: Option<Arc<Notify>>,
}

impl PgRevocationBarrier {
    /// A barrier for a process that is no node itself.
    pub fn new(connector: Connector, clock: Arc<dyn BootClock>, policy: LeasePolicy) -> Self {
        Self {
            connection: Connection::new(connector, policy.length(), None),
            clock,
            policy,
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
        })
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
}

#[async_trait]
impl RevocationBarrier for PgRevocationBarrier {
    async fn pass(&self, epoch: Option<Epoch>) -> Result<(), StoreError> {
        let mut look = self.look().await?;
        // After the look, so that also an epoch which was only found there was committed before.
        let committed = self.clock.now();
        let mut barrier = Barrier::new(epoch.unwrap_or(look.epoch), committed, &self.policy);
        if !look.settled {
            barrier = barrier.unsettled();
        }
        let mut woken = false;
        loop {
            let now = self.clock.now();
            match barrier.next(now, look.lowest) {
                Step::Pass => break,
                Step::Fence => {
                    let below = number(barrier.epoch());
                    self.connection
                        .query(FENCE, &[(&below, Type::INT8)])
                        .await?;
                    break;
                }
                Step::Wait { until } => {
                    if !woken {
                        self.wake().await?;
                        woken = true;
                    }
                    let pause = (now.since(committed) / PART).clamp(PAUSES.0, PAUSES.1);
                    tokio::time::sleep(pause.min(until.since(now))).await;
                }
            }
            look = self.look().await?;
        }
        if !look.settled {
            let settled = number(barrier.epoch());
            self.connection
                .query(SETTLE, &[(&settled, Type::INT8)])
                .await?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for PgRevocationBarrier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PgRevocationBarrier")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

fn missing() -> StoreError {
    StoreError::Corrupt(Box::new(Failure::NoEpoch))
}
