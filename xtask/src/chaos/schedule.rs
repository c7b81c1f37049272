//! Which fault is injected when: the same for the same seed.

use std::{fmt, time::Duration};

use fastrand::Rng;

/// Nodes of the cluster.
pub(super) const NODES: usize = 3;

/// Seconds by which a wall clock jumps at the most.
const HOUR: i32 = 3600;

/// Something goes wrong, for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// SIGSTOP, and SIGCONT at the end.
    Pause { node: usize },
    /// SIGKILL, and a new process at the end.
    Kill { node: usize },
    /// An orderly stop of the database, and a start at the end.
    StopDatabase,
    /// SIGKILL to the database's first process, and a start at the end.
    KillDatabase,
    /// Nothing passes between a node and the database. At the end what was held back arrives late, or
    /// is lost with its connections.
    Partition { node: usize, lost: bool },
    /// All that passes between a node and the database is late by this.
    Delay { node: usize, by: Duration },
    /// A node's time of day jumps by so many seconds, and back at the end.
    Clock { node: usize, by: i32 },
}

impl Fault {
    pub(super) const fn is_of_database(self) -> bool {
        target(self).is_none()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Pause { node } => write!(f, "node {node} is paused"),
            Self::Kill { node } => write!(f, "node {node} is killed"),
            Self::StopDatabase => f.write_str("the database is stopped"),
            Self::KillDatabase => f.write_str("the database is killed"),
            Self::Partition { node, lost: false } => {
                write!(f, "node {node} is cut off; what is sent arrives at the end")
            }
            Self::Partition { node, lost: true } => {
                write!(f, "node {node} is cut off; what is sent is lost")
            }
            Self::Delay { node, by } => {
                write!(f, "node {node} is {} ms from the database", by.as_millis())
            }
            Self::Clock { node, by } => {
                write!(f, "the wall clock of node {node} jumps by {by:+} s")
            }
        }
    }
}

/// Faults that begin together, at a time after the start of the load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Episode {
    pub(super) at: Duration,
    pub(super) length: Duration,
    pub(super) faults: Vec<Fault>,
}

impl fmt::Display for Episode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: Vec<_> = self.faults.iter().map(ToString::to_string).collect();
        write!(
            f,
            "{:6.1} s for {:.1} s: {}",
            self.at.as_secs_f64(),
            self.length.as_secs_f64(),
            faults.join("; ")
        )
    }
}

/// Every kind of fault in turn, in an order that the seed chooses, with calm between them, until the time
/// is over; in later rounds also two at once.
pub(super) fn schedule(seed: u64, length: Duration) -> Vec<Episode> {
    let mut random = Rng::with_seed(seed);
    let mut episodes = Vec::new();
    let mut at = Duration::from_secs(2);
    for round in 0.. {
        let mut deck = deck(&mut random);
        random.shuffle(&mut deck);
        while let Some(fault) = deck.pop() {
            let millis = random.u64(1500..3500);
            let end = at + Duration::from_millis(millis);
            // The last moments are calm, so that all is well again when the run ends.
            if end + Duration::from_secs(2) > length {
                return episodes;
            }
            let mut faults = vec![fault];
            let second = deck
                .last()
                .filter(|second| target(**second) != target(fault));
            if round > 0 && random.u8(0..3) == 0 && second.is_some() {
                faults.extend(deck.pop());
            }
            episodes.push(Episode {
                at,
                length: Duration::from_millis(millis),
                faults,
            });
            at = end + Duration::from_millis(random.u64(700..1800));
        }
    }
    episodes
}

fn deck(random: &mut Rng) -> Vec<Fault> {
    let mut node = || random.usize(0..NODES);
    let nodes: [usize; 6] = std::array::from_fn(|_| node());
    vec![
        Fault::Pause { node: nodes[0] },
        Fault::Kill { node: nodes[1] },
        Fault::StopDatabase,
        Fault::KillDatabase,
        Fault::Partition {
            node: nodes[2],
            lost: false,
        },
        Fault::Partition {
            node: nodes[3],
            lost: true,
        },
        Fault::Delay {
            node: nodes[4],
            by: Duration::from_millis(random.u64(20..400)),
        },
        Fault::Clock {
            node: nodes[5],
            by: random.i32(-HOUR..HOUR),
        },
    ]
}

/// Which part it hits: a node, or the database.
const fn target(fault: Fault) -> Option<usize> {
    match fault {
        Fault::StopDatabase | Fault::KillDatabase => None,
        Fault::Pause { node }
        | Fault::Kill { node }
        | Fault::Partition { node, .. }
        | Fault::Delay { node, .. }
        | Fault::Clock { node, .. } => Some(node),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, mem::discriminant};

    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn a_seed_always_gives_the_same_schedule_and_another_one_another() {
        assert_eq!(schedule(7, MINUTE), schedule(7, MINUTE));
        assert_ne!(schedule(7, MINUTE), schedule(8, MINUTE));
    }

    #[test]
    fn a_minute_has_every_kind_of_fault_that_is_possible() {
        for seed in 0..100 {
            let kinds: HashSet<_> = schedule(seed, MINUTE)
                .iter()
                .flat_map(|episode| &episode.faults)
                .map(discriminant)
                .collect();
            assert_eq!(kinds.len(), 7, "seed {seed}");
        }
    }

    #[test]
    fn episodes_do_not_overlap_and_end_before_the_run() {
        for seed in 0..100 {
            let episodes = schedule(seed, 10 * MINUTE);
            let ends = episodes.iter().map(|one| one.at + one.length);
            assert!(
                episodes
                    .iter()
                    .skip(1)
                    .zip(ends)
                    .all(|(next, end)| end < next.at)
            );
            assert!(episodes.iter().any(|episode| episode.faults.len() == 2));
            let last = episodes.last().unwrap();
            assert!(last.at + last.length < 10 * MINUTE);
        }
    }

    #[test]
    fn faults_at_the_same_time_hit_different_parts() {
        for seed in 0..100 {
            for episode in schedule(seed, 10 * MINUTE) {
                let targets: HashSet<_> = episode.faults.iter().copied().map(target).collect();
                assert_eq!(targets.len(), episode.faults.len());
            }
        }
    }
}
