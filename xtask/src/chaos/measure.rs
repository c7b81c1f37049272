//! One run under load: who asks what at the same time, and what goes wrong meanwhile.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, anyhow};

use super::{
    changes,
    cluster::{Addresses, Cluster},
    history::{Clock, History, Moment},
    keys::Keys,
    load,
    schedule::{Episode, NODES},
};
use crate::{output::say, stack::Cli};

/// Requests in a row on each connection of a node: many for the rate, few for a short time to the answer.
const BATCHES: [usize; 2] = [32, 4];
/// Callers that change keys at the same time.
const CHANGERS: u64 = 4;

/// What all who take part share.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) keys: Keys,
    pub(super) addresses: Addresses,
    /// Where keys are verified: at the nodes, unless there is something in front of them.
    pub(super) verified: Addresses,
    pub(super) clock: Clock,
    pub(super) cli: Cli,
    over: AtomicBool,
}

/// From when to when something was wrong.
pub(super) type Period = (Moment, Moment);

impl Run {
    pub(super) fn new(cluster: &Cluster) -> Self {
        Self {
            keys: Keys::default(),
            addresses: cluster.addresses.clone(),
            verified: cluster.addresses.clone(),
            clock: Clock::start(),
            cli: cluster.stack.cli.clone(),
            over: AtomicBool::new(false),
        }
    }

    /// Where a node is now.
    pub(super) fn address(&self, node: usize) -> Result<SocketAddr> {
        self.addresses.get(node).context("there is no such node")
    }

    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// Sleeps, but not beyond the end of the run.
    pub(super) fn pause(&self, length: Duration) {
        let end = self.clock.now() + nanos(length);
        while !self.is_over() && self.clock.now() < end {
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Sleeps until a moment.
    fn until(&self, moment: Moment) {
        thread::sleep(Duration::from_nanos(
            moment.saturating_sub(self.clock.now()),
        ));
    }
}

/// Verifies and changes keys for so long, while these episodes come and go; what happened, and when
/// something was wrong.
pub(super) fn measure(
    run: &Run,
    cluster: &mut Cluster,
    length: Duration,
    episodes: &[Episode],
    seed: u64,
) -> Result<(History, Vec<Period>)> {
    let manager = changes::found(run, &cluster.stack)?;
    let manager = &manager;
    let begun = run.clock.now();
    thread::scope(|scope| {
        let mut verifying = Vec::new();
        for (number, batch) in (0..NODES).flat_map(|node| BATCHES.map(|batch| (node, batch))) {
            let seed = seed ^ verifying.len() as u64;
            verifying.push(scope.spawn(move || load::verify(run, number, batch, seed)));
        }
        let mut changing: Vec<_> = (0..CHANGERS)
            .map(|number| scope.spawn(move || changes::change(run, manager, !seed ^ number)))
            .collect();
        changing.push(scope.spawn(|| changes::suspend(run)));
        let periods = inject(run, cluster, begun, episodes);
        if periods.is_ok() {
            run.until(begun + nanos(length));
        }
        run.over.store(true, Ordering::Relaxed);
        let mut history = History::default();
        for thread in changing {
            history.changes.extend(thread.join().map_err(broke)?);
        }
        for thread in verifying {
            history.add(thread.join().map_err(broke)?);
        }
        Ok((history, periods?))
    })
}

fn inject(
    run: &Run,
    cluster: &mut Cluster,
    begun: Moment,
    episodes: &[Episode],
) -> Result<Vec<Period>> {
    let mut periods = Vec::new();
    for episode in episodes {
        run.until(begun + nanos(episode.at));
        let started = run.clock.now();
        say(episode);
        for fault in &episode.faults {
            cluster.inflict(*fault)?;
        }
        run.until(started + nanos(episode.length));
        // The database first: a node needs it to start.
        let mut faults = episode.faults.clone();
        faults.sort_by_key(|fault| !fault.is_of_database());
        for fault in faults {
            cluster.repair(fault)?;
        }
        periods.push((started, run.clock.now()));
    }
    Ok(periods)
}

fn nanos(duration: Duration) -> Moment {
    u64::try_from(duration.as_nanos()).unwrap_or(Moment::MAX)
}

fn broke(_: Box<dyn std::any::Any + Send>) -> anyhow::Error {
    anyhow!("a thread of the run broke down")
}
