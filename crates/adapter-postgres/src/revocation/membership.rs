//! A node's place in the cluster: the loop that renews its lease.

use std::{sync::Arc, time::Duration};

use aiia_keys_domain::BootInstant;
use aiia_keys_ports::{BootClock, RevocationBarrier as _, StoreError};
use aiia_keys_verifier::{Attempt, Fence, LeasePolicy, Registration, Renewal};
use tokio::sync::Notify;
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::{
    PgRevocationBarrier,
    connection::Connection,
    journal::{self, column, epoch, lease, millis, missing, number},
};
use crate::{Connector, error::Failure};

/// A row for this node, or none and the length of the leases that others may hold. One statement,
/// committed when it is answered.
const REGISTER: &str = "SELECT named, heard, lasting FROM register_revocation_node($1)";

/// Something that every node which runs acknowledges: a change of a key that there is not.
const CALL: &str =
    "SELECT raise_revocation_epoch('key_changed', '00000000-0000-0000-0000-000000000000')";

/// Epoch, journal, whether this node's row acknowledges that epoch already, and how many nodes there
/// are: one snapshot. A node that was not seen for so many seconds is gone, fenced or not.
const PENDING: &str = "SELECT e.epoch, j.epoch, j.kind, j.subject, \
           EXISTS (SELECT FROM revocation_node n \
                   WHERE n.incarnation = $2 AND NOT n.fenced AND n.acknowledged >= e.epoch), \
           (SELECT count(*) FROM revocation_node n \
            WHERE NOT n.fenced AND n.seen_at > now() - make_interval(secs => $3)) \
    FROM revocation_epoch e \
    LEFT JOIN revocation_journal j ON j.epoch > $1 AND j.epoch <= e.epoch AND j.kind <> 'unused' \
    WHERE e.place = 1 ORDER BY j.epoch";

/// One statement, committed when it is answered, but not waited for to be on the disk: a crash that
/// forgets an acknowledgement makes others wait for another one, and a row that is fenced stays so.
const ACKNOWLEDGE: &str = "UPDATE revocation_node \
    SET acknowledged = greatest(acknowledged, $2), seen_at = now() \
    WHERE incarnation = $1 AND NOT fenced \
    RETURNING set_config('synchronous_commit', 'off', true)";

const WITHDRAW: &str = "UPDATE revocation_node SET fenced = true WHERE incarnation = $1";

/// How many renewals without news there are before the row is written for people to see.
const SILENT: u32 = 30;

/// After how long a row that nobody wrote is taken to be that of a node which is gone: what limits
/// are shared by goes by it, and what people are told, and nothing about revocation does.
pub(super) fn gone_after(policy: &LeasePolicy) -> Duration {
    3 * SILENT * policy.renew_after()
}

/// The nodes of a cluster have leases of one length, and this node's is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this node's leases last {own:?}, and those of the cluster that it joins {cluster:?}")]
pub struct OtherLease {
    /// What this node was told.
    pub own: Duration,
    /// What the database holds, and other nodes go by.
    pub cluster: Duration,
}

/// A node did not get its place.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// Others run with leases of another length.
    #[error(transparent)]
    OtherLease(#[from] OtherLease),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A node that renews its lease until it is asked to end.
pub struct Membership {
    connection: Connection,
    clock: Arc<dyn BootClock>,
    fence: Fence,
    wake: Arc<Notify>,
    incarnation: Uuid,
    silent: u32,
}

/// What to tell people about a node's lease.
#[derive(Debug)]
pub enum LeaseEvent<'a> {
    /// There is a lease, after there was none.
    Held,
    /// Renewing failed; there may be none before long.
    Failed(&'a StoreError),
}

impl Membership {
    /// A node that does not hold a lease yet.
    pub fn new(connector: Connector, clock: Arc<dyn BootClock>, fence: Fence) -> Self {
        let wake = Arc::new(Notify::new());
        let limit = fence.policy().length();
        Self {
            connection: Connection::new(connector, limit, Some(Arc::clone(&wake))),
            clock,
            fence,
            wake,
            incarnation: Uuid::nil(),
            silent: 0,
        }
    }

    /// What makes it look for news at once.
    pub fn waker(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// Takes this node's place among the others.
    ///
    /// Where the database holds another length of leases than this node's, nodes that run are called
    /// and nodes that are gone are waited for; when there is none left, the length becomes this node's.
    ///
    /// # Errors
    /// When nodes run with leases of another length, or the database does not answer.
    pub async fn join(&mut self, barrier: &PgRevocationBarrier) -> Result<(), JoinError> {
        if self.enter().await?.is_ok() {
            return Ok(());
        }
        let rows = self.connection.query(CALL, &[]).await?;
        let row = rows.first().ok_or_else(missing)?;
        barrier.pass(Some(epoch(column(row, 0)?)?)).await?;
        Ok(self.enter().await??)
    }

    /// Registers or renews once, and tells apart whether the length of leases is in the way.
    async fn enter(&mut self) -> Result<Result<(), OtherLease>, StoreError> {
        match self.fence.start(self.clock.now()) {
            Attempt::Register(registration) => self.register(registration).await,
            Attempt::Renew(renewal) => self.extend(renewal).await.map(|_| Ok(())),
        }
    }

    /// Renews the lease until `end`; then gives it up, so that nobody waits for this node.
    pub async fn run(
        mut self,
        end: impl Future<Output = ()>,
        mut observe: impl FnMut(LeaseEvent<'_>),
    ) {
        let mut end = std::pin::pin!(end);
        let mut held = false;
        loop {
            let renewed = self.renew().await;
            let pause = match &renewed {
                Ok(()) => self.fence.policy().renew_after(),
                Err(_) => self.fence.policy().renew_after() / 4,
            };
            match &renewed {
                Ok(()) if !held => observe(LeaseEvent::Held),
                Err(error) if held => observe(LeaseEvent::Failed(error)),
                _ => {}
            }
            held = renewed.is_ok();
            tokio::select! {
                () = &mut end => break,
                () = self.pause(pause, held) => {}
            }
        }
        self.fence.leave();
        // Where it cannot be said, the next change waits for the end of a lease that is not there.
        let _ = self
            .connection
            .query(WITHDRAW, &[(&self.incarnation, Type::UUID)])
            .await;
    }

    /// Waits for a while, or for news; after a failure news do not shorten it.
    async fn pause(&self, pause: Duration, woken: bool) {
        if woken {
            let _ = tokio::time::timeout(pause, self.wake.notified()).await;
        } else {
            tokio::time::sleep(pause).await;
        }
    }

    /// Registers or renews once.
    ///
    /// # Errors
    /// When the database does not answer; the lease runs on to its end.
    pub async fn renew(&mut self) -> Result<(), StoreError> {
        loop {
            let now: BootInstant = self.clock.now();
            match self.fence.start(now) {
                Attempt::Register(registration) => {
                    let registered = self.register(registration).await?;
                    return registered.map_err(|other| Failure::OtherLease(other).into());
                }
                Attempt::Renew(renewal) => {
                    if self.extend(renewal).await? {
                        return Ok(());
                    }
                }
            }
        }
    }

    async fn register(
        &mut self,
        registration: Registration,
    ) -> Result<Result<(), OtherLease>, StoreError> {
        let own = self.fence.policy().length();
        let wanted = millis(own);
        let rows = self
            .connection
            .query(REGISTER, &[(&wanted, Type::INT4)])
            .await?;
        let row = rows.first().ok_or_else(missing)?;
        let Some(incarnation) = column(row, 0)? else {
            let cluster = lease(column(row, 2)?)?.length();
            return Ok(Err(OtherLease { own, cluster }));
        };
        self.incarnation = incarnation;
        self.silent = 0;
        self.fence.registered(registration, epoch(column(row, 1)?)?);
        Ok(Ok(()))
    }

    /// Whether the lease was extended; if not, this node was fenced.
    async fn extend(&mut self, renewal: Renewal) -> Result<bool, StoreError> {
        let applied = number(renewal.applied());
        let gone = gone_after(self.fence.policy()).as_secs_f64();
        let values: [(&(dyn tokio_postgres::types::ToSql + Sync), Type); 3] = [
            (&applied, Type::INT8),
            (&self.incarnation, Type::UUID),
            (&gone, Type::FLOAT8),
        ];
        let rows = self.connection.query(PENDING, &values).await?;
        let row = rows.first().ok_or_else(missing)?;
        // Its row acknowledges this epoch already: there is nothing to evict, and nothing to write.
        let acknowledged: bool = column(row, 4)?;
        let nodes: i64 = column(row, 5)?;
        let verifier = self.fence.verifier();
        verifier.counted_nodes(u32::try_from(nodes).unwrap_or(u32::MAX));
        let journal = journal::read(&rows)?;
        let acknowledgement = self.fence.apply(renewal, &journal);
        self.silent += 1;
        let known = acknowledged && self.silent < SILENT || {
            self.silent = 0;
            let reached = number(acknowledgement.epoch());
            let values: [(&(dyn tokio_postgres::types::ToSql + Sync), Type); 2] =
                [(&self.incarnation, Type::UUID), (&reached, Type::INT8)];
            !self
                .connection
                .query(ACKNOWLEDGE, &values)
                .await?
                .is_empty()
        };
        if known {
            self.fence.acknowledged(acknowledgement);
        } else {
            self.fence.fenced(acknowledgement);
        }
        Ok(known)
    }
}

impl std::fmt::Debug for Membership {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Membership")
            .field("incarnation", &self.incarnation)
            .finish_non_exhaustive()
    }
}
