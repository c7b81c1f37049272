//! Revocation across nodes: the epoch, its journal, and the nodes that acknowledge it.
//!
//! The rules are in `aiia-keys-verifier`; here is what they ask of the database.

mod barrier;
mod cluster;
mod connection;
mod journal;
mod log;
mod membership;

pub use barrier::PgRevocationBarrier;
pub use cluster::{Cluster, NodeState, inspect};
pub use membership::{JoinError, LeaseEvent, Membership, OtherLease};
