//! The database of the simulated world.

use aiia_keys_domain::{Epoch, Invalidation, Journal};

use super::world::key_id;

/// What is committed, and who holds the lock on the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Database {
    pub(super) epoch: u64,
    pub(super) revoked: Vec<bool>,
    /// Which key was revoked in which epoch; only the last ones are kept.
    journal: Vec<(u64, usize)>,
    kept: usize,
    pub(super) rows: Vec<Row>,
    /// The revoker whose transaction has raised the epoch and is not over.
    pub(super) locked_by: Option<usize>,
    /// Acknowledgements that their senders no longer wait for, and that still arrive.
    pub(super) late: Vec<(u32, u64)>,
}

/// One incarnation of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Row {
    pub(super) incarnation: u32,
    pub(super) acknowledged: u64,
    pub(super) fenced: bool,
}

impl Database {
    pub(super) fn new(keys: usize, kept: usize) -> Self {
        Self {
            epoch: 1,
            revoked: vec![false; keys],
            journal: Vec::new(),
            kept,
            rows: Vec::new(),
            locked_by: None,
            late: Vec::new(),
        }
    }

    /// Commits a revocation, and gives its epoch.
    pub(super) fn commit(&mut self, key: usize) -> u64 {
        self.locked_by = None;
        self.epoch += 1;
        if let Some(revoked) = self.revoked.get_mut(key) {
            *revoked = true;
        }
        self.journal.push((self.epoch, key));
        if self.journal.len() > self.kept {
            self.journal.remove(0);
        }
        self.epoch
    }

    pub(super) fn is_revoked(&self, key: usize) -> bool {
        self.revoked.get(key).copied().unwrap_or(false)
    }

    /// Epoch and journal in one snapshot.
    pub(super) fn journal(&self, after: Epoch) -> Journal {
        let entries = self
            .journal
            .iter()
            .filter(|(epoch, _)| *epoch > after.get());
        Journal {
            epoch: Epoch::new(self.epoch),
            entries: entries
                .map(|(epoch, key)| (Epoch::new(*epoch), Invalidation::KeyRevoked(key_id(*key))))
                .collect(),
        }
    }

    pub(super) fn insert(&mut self, incarnation: u32, acknowledged: u64) {
        self.rows.push(Row {
            incarnation,
            acknowledged,
            fenced: false,
        });
    }

    /// Whether there was such a row that is not fenced.
    pub(super) fn acknowledge(&mut self, incarnation: u32, epoch: u64) -> bool {
        let row = self
            .rows
            .iter_mut()
            .find(|row| row.incarnation == incarnation && !row.fenced);
        let known = row.is_some();
        if let Some(row) = row {
            row.acknowledged = row.acknowledged.max(epoch);
        }
        known
    }

    /// The lowest epoch that a row which is not fenced acknowledges.
    pub(super) fn lowest(&self) -> Option<Epoch> {
        let live = self.rows.iter().filter(|row| !row.fenced);
        live.map(|row| Epoch::new(row.acknowledged)).min()
    }

    pub(super) fn fence_below(&mut self, epoch: Epoch) {
        for row in &mut self.rows {
            row.fenced |= row.acknowledged < epoch.get();
        }
    }
}
