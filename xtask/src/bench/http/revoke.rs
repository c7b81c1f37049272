//! How long a revocation takes until every node refuses.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use super::place::Place;
use crate::{bench::known::SCOPE, process, stack::Node};

#[derive(Debug)]
pub(super) struct Revoked {
    /// Sorted.
    healthy: Vec<Duration>,
    /// While one of three nodes is paused.
    pub(super) paused: Duration,
    /// While one of three nodes is dead, and nobody has heard of it yet.
    pub(super) dead: Duration,
}

impl Revoked {
    /// Revokes so many keys, one after the other, one more while a node is paused, and one when another
    /// was killed.
    pub(super) fn measure(place: &Place, keys: usize) -> Result<Self> {
        // The first one waits for nodes that were killed.
        revoke(place, 1)?;
        let mut healthy = revoke(place, keys)?;
        healthy.sort_unstable();
        let [second, last] = &place.others;
        last.signal("STOP")?;
        let paused = revoke(place, 1);
        last.signal("CONT")?;
        let paused = longest(&paused?)?;
        second.signal("KILL")?;
        Ok(Self {
            healthy,
            paused,
            dead: longest(&revoke(place, 1)?)?,
        })
    }

    /// What so many in a hundred do not exceed.
    pub(super) fn at(&self, percent: usize) -> Result<Duration> {
        at(&self.healthy, percent)
    }
}

/// Generates and revokes so many keys, at each node in turn; how long each revocation took.
fn revoke(place: &Place, keys: usize) -> Result<Vec<Duration>> {
    let mut took = Vec::new();
    // The last node may be paused, and the second one dead: a single key is revoked at the first.
    let [second, _] = &place.others;
    let nodes = [&place.first.node, second];
    for node in nodes.map(Node::address).into_iter().cycle().take(keys) {
        let key = place.manager.generate(node, &[SCOPE])?;
        let started = process::now();
        let answer = place.manager.revoke(node, &key.id)?;
        took.push(started.elapsed());
        ensure!(answer.status == 200, "{}: {}", answer.status, answer.body);
    }
    Ok(took)
}

fn longest(took: &[Duration]) -> Result<Duration> {
    took.iter().max().copied().context("nothing was measured")
}

/// Which of the sorted durations so many in a hundred do not exceed.
fn at(sorted: &[Duration], percent: usize) -> Result<Duration> {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().context("nothing was measured")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_measured_ones() {
        let sorted: Vec<_> = (1..=200).map(Duration::from_millis).collect();
        let found = [50, 99, 100].map(|percent| at(&sorted, percent).unwrap().as_millis());
        assert_eq!(found, [100, 198, 200]);
        assert!(at(&[], 50).is_err());
    }
}
