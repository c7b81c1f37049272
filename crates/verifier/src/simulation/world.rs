//! The simulated world and what can happen next in it.

use std::{sync::LazyLock, time::Duration};

use aiia_keys_domain::{
    BootInstant, Grant, KeyDigest, KeyId, NonEmptyScopes, OrganizationId, ScopeSet,
    SourceAddresses, Standing, Timestamp,
};
use uuid::Uuid;

use super::{
    database::Database,
    fault::Fault,
    node::{Node, Verdict},
    revoker::{Revoker, Revoking},
};
use crate::LeasePolicy;

/// A clock that reads `offset + time · rate / 1000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Clock {
    pub(super) offset: u64,
    pub(super) rate: u64,
    /// How long it stood still, in real time.
    pub(super) stopped: u64,
}

impl Clock {
    pub(super) const fn read(&self, time: u64) -> BootInstant {
        BootInstant::from_nanos(self.offset + (time - self.stopped) * self.rate / 1000)
    }
}

/// What the world is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setup {
    pub(super) fault: Option<Fault>,
    pub(super) policy: LeasePolicy,
    pub(super) keys: usize,
    pub(super) journal: usize,
}

#[derive(Debug)]
pub(super) struct World {
    pub(super) setup: Setup,
    /// Real time.
    pub(super) time: u64,
    pub(super) database: Database,
    pub(super) nodes: Vec<Node>,
    pub(super) revokers: Vec<Revoker>,
    /// Keys whose revocation has returned.
    pub(super) returned: Vec<bool>,
    pub(super) incarnations: u32,
}

/// The next thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Event {
    /// Time passes.
    Pass(u64),
    /// A step of registering or renewing.
    Renew(usize),
    /// A node no longer waits for an answer; an acknowledgement arrives later, or never.
    GiveUp { node: usize, arrives: bool },
    /// A step of a verification; a new one presents this key.
    Check {
        node: usize,
        slot: usize,
        key: usize,
    },
    /// A node stands still.
    Pause(usize),
    /// It goes on.
    Resume(usize),
    /// A node dies, and starts again.
    Crash(usize),
    /// A step of a revocation.
    Revoke(usize),
    /// A revocation ends without an answer, and is called again.
    Repeat(usize),
    /// An acknowledgement that nobody waits for arrives.
    Late,
}

impl World {
    pub(super) fn new(setup: Setup, nodes: Vec<Node>, revokers: Vec<Revoker>) -> Self {
        Self {
            setup,
            time: 0,
            database: Database::new(setup.keys, setup.journal),
            nodes,
            revokers,
            returned: vec![false; setup.keys],
            incarnations: 0,
        }
    }

    /// Whether this can happen now.
    pub(super) fn is_possible(&self, event: Event) -> bool {
        let node = |index: usize| self.nodes.get(index);
        match event {
            Event::Pass(_) => true,
            Event::Renew(index) => {
                node(index).is_some_and(|node| !node.paused || node.database_is_next())
            }
            Event::GiveUp { node: index, .. } => node(index)
                .is_some_and(|node| !node.paused && node.renewing != super::node::Renewing::Idle),
            Event::Check {
                node: index, slot, ..
            } => node(index).is_some_and(|node| !node.paused && slot < node.checks.len()),
            Event::Pause(index) => node(index).is_some_and(|node| !node.paused),
            Event::Resume(index) => node(index).is_some_and(|node| node.paused),
            Event::Crash(index) => index < self.nodes.len(),
            Event::Revoke(index) => self
                .revokers
                .get(index)
                .is_some_and(|revoker| revoker.can_go_on(&self.database)),
            Event::Repeat(index) => self.revokers.get(index).is_some_and(|revoker| {
                !matches!(revoker.state, Revoking::Begin | Revoking::Returned)
            }),
            Event::Late => !self.database.late.is_empty(),
        }
    }

    /// Lets a possible event happen.
    pub(super) fn happen(&mut self, event: Event) -> Verdict {
        let fault = self.setup.fault;
        match event {
            Event::Pass(span) => {
                self.time += span;
                if fault == Some(Fault::ClockStopsInPause) {
                    for node in self.nodes.iter_mut().filter(|node| node.paused) {
                        node.clock.stopped += span;
                    }
                }
            }
            Event::Renew(index) => {
                if let Some(node) = self.nodes.get_mut(index) {
                    let now = node.clock.read(self.time);
                    node.renew(now, &mut self.database, fault, &mut self.incarnations);
                }
            }
            Event::GiveUp { node, arrives } => {
                if let Some(node) = self.nodes.get_mut(node) {
                    node.give_up(&mut self.database, arrives);
                }
            }
            Event::Check { node, slot, key } => {
                let after = self.returned.get(key).copied().unwrap_or(false);
                if let Some(node) = self.nodes.get_mut(node) {
                    let now = node.clock.read(self.time);
                    return node.check(slot, now, &self.database, fault, (key, after));
                }
            }
            Event::Pause(index) | Event::Resume(index) => {
                if let Some(node) = self.nodes.get_mut(index) {
                    node.paused = event == Event::Pause(index);
                }
            }
            Event::Crash(index) => {
                if let Some(node) = self.nodes.get_mut(index) {
                    node.crash();
                    node.paused = false;
                }
            }
            Event::Revoke(index) => self.revoke(index),
            Event::Repeat(index) => {
                if let Some(revoker) = self.revokers.get_mut(index) {
                    revoker.repeat(&mut self.database);
                }
            }
            Event::Late => {
                if let Some((incarnation, epoch)) = self.database.late.pop() {
                    self.database.acknowledge(incarnation, epoch);
                }
            }
        }
        Verdict::Pending
    }

    fn revoke(&mut self, index: usize) {
        if let Some(revoker) = self.revokers.get_mut(index) {
            let now = revoker.clock.read(self.time);
            let Setup { policy, fault, .. } = self.setup;
            revoker.go_on(index, now, &mut self.database, &policy, fault);
            if revoker.state == Revoking::Returned
                && let Some(returned) = self.returned.get_mut(revoker.key)
            {
                *returned = true;
            }
        }
    }
}

/// Leases of so many nanoseconds in the world's time.
pub(super) const fn policy(length: u64, drift: u32, margin: u64) -> LeasePolicy {
    LeasePolicy::new(
        Duration::from_nanos(length),
        drift,
        Duration::from_nanos(margin),
    )
}

pub(super) fn key_id(key: usize) -> KeyId {
    KeyId::from_uuid(Uuid::from_u128(key as u128))
}

pub(crate) fn digest(key: usize) -> KeyDigest {
    let mut bytes = [0; 32];
    for (byte, value) in bytes.iter_mut().zip(key.to_le_bytes()) {
        *byte = value;
    }
    KeyDigest::from_bytes(bytes)
}

pub(crate) fn grant(key: usize, revoked: bool) -> Grant {
    static SCOPES: LazyLock<NonEmptyScopes> =
        LazyLock::new(|| match NonEmptyScopes::new(ScopeSet::top()) {
            Ok(scopes) => scopes,
            Err(empty) => unreachable!("{empty}"),
        });
    Grant {
        key: key_id(key),
        organization: OrganizationId::from_uuid(Uuid::from_u128(7)),
        scopes: SCOPES.clone(),
        sources: SourceAddresses::Anywhere,
        rate_limit: None,
        expires_at: Timestamp::UNIX_EPOCH,
        standing: if revoked {
            Standing::KeyRevoked
        } else {
            Standing::Good
        },
    }
}
