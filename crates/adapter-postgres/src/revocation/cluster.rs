//! The cluster as the database sees it, for operators.

use std::time::Duration;

use aiia_keys_domain::Epoch;
use aiia_keys_ports::StoreError;
use aiia_keys_verifier::LeasePolicy;
use tokio_postgres::Client;

use super::{
    journal::{column, epoch, lease},
    membership::gone_after,
};
use crate::{error::of_client, schema::WAITS_FOR_STANDBY};

/// The nodes, and how far they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The present epoch.
    pub epoch: Epoch,
    /// Whether this server has waited for all leases that another one may have granted.
    pub settled: bool,
    /// Whether commits wait for a standby. Without, a failover can forget a revocation.
    pub synchronous_standby: bool,
    /// How long leases last.
    pub lease: LeasePolicy,
    /// The nodes that changes wait for.
    pub nodes: Vec<NodeState>,
}

/// One node that changes wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeState {
    /// How many changes it has not acknowledged.
    pub behind: u64,
    /// Seconds since it was last seen to write, by the database's clock; a node without news does so
    /// once in ten leases.
    pub silent_for: u64,
}

impl Cluster {
    /// Whether a node has not written for so long that it seems to be gone.
    pub fn seems_gone(&self, node: &NodeState) -> bool {
        Duration::from_secs(node.silent_for) > gone_after(&self.lease)
    }
}

fn epoch_query() -> String {
    format!(
        "SELECT epoch, settled AND server = revocation_server(), {WAITS_FOR_STANDBY}, lease_ms \
         FROM revocation_epoch"
    )
}
const NODES: &str = "SELECT greatest(e.epoch - n.acknowledged, 0), \
           greatest(extract(epoch FROM now() - n.seen_at), 0)::bigint \
    FROM revocation_node n, revocation_epoch e WHERE NOT n.fenced ORDER BY n.place";

/// Looks at the cluster.
///
/// # Errors
/// When the database does not answer.
pub async fn inspect(client: &Client) -> Result<Cluster, StoreError> {
    let row = client.query_one(&epoch_query(), &[]).await;
    let row = row.map_err(|error| of_client(&error))?;
    let nodes = client.query(NODES, &[]).await;
    let nodes = nodes.map_err(|error| of_client(&error))?;
    let node = |row| {
        Ok(NodeState {
            behind: epoch(column(row, 0)?)?.get(),
            silent_for: epoch(column(row, 1)?)?.get(),
        })
    };
    Ok(Cluster {
        epoch: epoch(column(&row, 0)?)?,
        settled: column(&row, 1)?,
        synchronous_standby: column(&row, 2)?,
        lease: lease(column(&row, 3)?)?,
        nodes: nodes.iter().map(node).collect::<Result<_, StoreError>>()?,
    })
}
