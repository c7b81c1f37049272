//! The world, explored exhaustively within bounds.

use std::{
    hash::{Hash, Hasher},
    time::Duration,
};

use aiia_keys_domain::{BootInstant, Epoch, Standing};
use stateright::{Checker as _, HasDiscoveries, Model, Property};

use super::{
    database::Row,
    fault::Fault,
    node::{Check, Node, Renewing, Verdict},
    revoker::{Revoker, Revoking},
    world::{Clock, Event, Setup, World, policy},
};

/// Two nodes, one key, and callers who revoke it.
///
/// Keys are verified on the first node alone, one at a time: a verification changes nothing but the
/// cache of its node, so that what holds of one node holds of the other.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    fault: Option<Fault>,
    /// Leases last two units; the clocks of all agree.
    time: u64,
    callers: usize,
    /// Answers that are given up on, nodes that die, calls that are repeated, pauses: in all.
    mishaps: u8,
}

#[derive(Debug)]
struct State {
    world: World,
    mishaps: u8,
    broken: bool,
}

/// All of a world that decides what can happen next, and nothing else: incarnations count only by
/// whose they are, and how often a cache was dropped only by whether a reading was asked for since.
#[derive(PartialEq, Eq, Hash)]
struct Fingerprint {
    time: u64,
    epoch: u64,
    revoked: bool,
    /// By the node that they are of, if it is still the same: acknowledged, fenced.
    rows: Vec<(Option<usize>, u64, bool)>,
    late: Vec<(Option<usize>, u64)>,
    nodes: Vec<NodePrint>,
    revokers: Vec<Revoking>,
    returned: Vec<bool>,
    mishaps: u8,
    broken: bool,
}

#[derive(PartialEq, Eq, Hash)]
struct NodePrint {
    applied: Option<Epoch>,
    lease_end: Duration,
    floor: Epoch,
    /// Whether each is good.
    entries: Vec<bool>,
    checks: Vec<Check>,
    renewing: Renewing,
    paused: bool,
    stopped: u64,
}

impl NodePrint {
    fn of(node: &Node) -> Self {
        let verifier = node.fence.verifier();
        let now = verifier.cache().generation();
        let aged = |check: &Check| match *check {
            Check::Asking {
                key,
                after,
                generation,
            } => Check::Asking {
                key,
                after,
                generation: now - generation,
            },
            Check::Answered {
                key,
                after,
                generation,
                revoked,
                epoch,
            } => Check::Answered {
                key,
                after,
                generation: now - generation,
                revoked,
                epoch,
            },
            other => other,
        };
        let entries = verifier.cache().entries();
        // Where nothing is verified, nobody looks at the lease and at what it goes by.
        let looked_at = !node.checks.is_empty();
        let (lease_end, floor) = if looked_at {
            let end = verifier.lease_left(BootInstant::default());
            (end, verifier.cache().floor())
        } else {
            Default::default()
        };
        Self {
            applied: node.fence.applied,
            lease_end,
            floor,
            entries: entries
                .iter()
                .map(|(_, grant)| grant.standing == Standing::Good)
                .collect(),
            checks: node.checks.iter().map(aged).collect(),
            renewing: if looked_at {
                node.renewing.clone()
            } else {
                untimed(node.renewing.clone())
            },
            paused: node.paused,
            stopped: node.clock.stopped,
        }
    }
}

fn untimed(mut renewing: Renewing) -> Renewing {
    match &mut renewing {
        Renewing::Idle => {}
        Renewing::Registering { started }
        | Renewing::EpochRead { started, .. }
        | Renewing::Registered { started, .. }
        | Renewing::Reading { started, .. }
        | Renewing::Read { started, .. }
        | Renewing::Acknowledging { started, .. }
        | Renewing::Acknowledged { started, .. } => *started = BootInstant::default(),
    }
    renewing
}

impl State {
    fn fingerprint(&self) -> Fingerprint {
        let World {
            time,
            database,
            nodes,
            revokers,
            returned,
            ..
        } = &self.world;
        let owner = |incarnation| {
            nodes
                .iter()
                .position(|node| node.incarnation == incarnation)
        };
        let row = |row: &Row| (owner(row.incarnation), row.acknowledged, row.fenced);
        let mut rows: Vec<_> = database.rows.iter().map(row).collect();
        // What is fenced and nobody's does nothing any more, and the order means nothing.
        rows.retain(|(owner, _, fenced)| owner.is_some() || !fenced);
        rows.sort_unstable();
        let late = database.late.iter();
        // The two callers do the same, so it does not matter who is who.
        let mut states: Vec<_> = revokers.iter().map(|revoker| revoker.state).collect();
        states.sort_unstable();
        Fingerprint {
            time: *time,
            epoch: database.epoch,
            revoked: database.is_revoked(0),
            rows,
            late: late
                .map(|(incarnation, epoch)| (owner(*incarnation), *epoch))
                .collect(),
            nodes: nodes.iter().map(NodePrint::of).collect(),
            revokers: states,
            returned: returned.clone(),
            mishaps: self.mishaps,
            broken: self.broken,
        }
    }
}

impl Clone for State {
    fn clone(&self) -> Self {
        let world = &self.world;
        Self {
            world: World {
                setup: world.setup,
                time: world.time,
                database: world.database.clone(),
                nodes: world.nodes.iter().map(Node::fork).collect(),
                revokers: world.revokers.clone(),
                returned: world.returned.clone(),
                incarnations: world.incarnations,
            },
            mishaps: self.mishaps,
            broken: self.broken,
        }
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint() == other.fingerprint()
    }
}

impl Hash for State {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint().hash(state);
    }
}

const PROMISE: &str = "a key is refused once its revocation has returned";

impl Model for Bounds {
    type State = State;
    type Action = Event;

    fn init_states(&self) -> Vec<State> {
        let setup = Setup {
            fault: self.fault,
            policy: policy(2, 0, 0),
            keys: 1,
            journal: 1,
        };
        let clock = |rate| Clock {
            offset: 1,
            rate,
            stopped: 0,
        };
        let slow = if self.fault == Some(Fault::DriftBeyondBound) {
            500
        } else {
            1000
        };
        let node = |checks| Node::new(clock(slow), setup.policy, checks);
        let revoker = || Revoker {
            key: 0,
            clock: clock(1000),
            state: Revoking::Begin,
        };
        vec![State {
            world: World::new(
                setup,
                vec![node(1), node(0)],
                (0..self.callers).map(|_| revoker()).collect(),
            ),
            mishaps: 0,
            broken: false,
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Event>) {
        if state.broken {
            return;
        }
        let world = &state.world;
        if world.time < self.time {
            actions.push(Event::Pass(1));
        }
        for index in 0..2 {
            actions.push(Event::Renew(index));
            actions.push(Event::Check {
                node: index,
                slot: 0,
                key: 0,
            });
            actions.push(Event::Revoke(index));
            actions.push(Event::Resume(index));
            if state.mishaps < self.mishaps {
                actions.extend([
                    Event::GiveUp {
                        node: index,
                        arrives: true,
                    },
                    Event::GiveUp {
                        node: index,
                        arrives: false,
                    },
                    Event::Pause(index),
                    Event::Crash(index),
                    Event::Repeat(index),
                ]);
            }
        }
        actions.push(Event::Late);
        actions.retain(|event| world.is_possible(*event));
    }

    fn next_state(&self, last: &State, event: Event) -> Option<State> {
        let mut state = last.clone();
        let verdict = state.world.happen(event);
        state.broken = verdict == Verdict::Accepted { after: true };
        if matches!(
            event,
            Event::GiveUp { .. } | Event::Pause(_) | Event::Crash(_) | Event::Repeat(_)
        ) {
            state.mishaps += 1;
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(PROMISE, |_, state: &State| !state.broken),
            Property::sometimes(
                "a revocation returns while a node answers from memory",
                |_, state: &State| {
                    let world = &state.world;
                    world.returned == [true]
                        && world.nodes.iter().any(|node| {
                            matches!(
                                node.checks.as_slice(),
                                [Check::Permitted { after: true, .. }]
                            )
                        })
                },
            ),
            Property::sometimes("a node is fenced and registers anew", |_, state: &State| {
                let rows = &state.world.database.rows;
                rows.iter().any(|row| row.fenced) && rows.len() > 2
            }),
        ]
    }
}

/// Explores all of it; every property is decided.
fn explore(bounds: Bounds) {
    let checker = bounds.checker().spawn_dfs().join();
    println!(
        "{bounds:?}: {} states, {} deep",
        checker.unique_state_count(),
        checker.max_depth()
    );
    checker.assert_properties();
}

#[test]
fn every_history_with_two_callers_keeps_the_promise() {
    explore(Bounds {
        fault: None,
        time: 3,
        callers: 2,
        mishaps: 0,
    });
}

#[test]
fn every_history_with_a_mishap_keeps_the_promise() {
    explore(Bounds {
        fault: None,
        time: 2,
        callers: 1,
        mishaps: 1,
    });
}

#[test]
fn exploring_finds_what_is_wrong() {
    for fault in [Fault::NoWait, Fault::FillUnguarded] {
        let bounds = Bounds {
            fault: Some(fault),
            time: 2,
            callers: 2,
            mishaps: 0,
        };
        let checker = bounds
            .checker()
            .finish_when(HasDiscoveries::AnyFailures)
            .spawn_dfs()
            .join();
        assert!(checker.discovery(PROMISE).is_some(), "{fault:?} survives");
    }
}
